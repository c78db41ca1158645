import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Harness } from '../harness.ts';
import { call, codeFolder, functionOf, startLambda, traced } from './fixture.ts';

const code = codeFolder();
let harness: Harness;

beforeAll(async () => {
  const slow = code.write(
    'slow',
    `export const handler = async (ms, { getRemainingTimeInMillis }) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      return getRemainingTimeInMillis() > 0;
    };`,
  );
  harness = await startLambda(
    { slow: functionOf('slow', slow, { Timeout: 1 }) },
    { flags: { inspect: true } },
  );
});

afterAll(async () => {
  await harness.close();
  code.dispose();
});

describe('with the inspector', () => {
  it('an environment tells where its debugger listens, and the debugger answers', async () => {
    await call(harness, 'slow', 0);
    const { text, source } = await traced(harness, ({ text }) => text.includes('Debugger listening on'));
    expect(source).toBe('slow');
    const { host } = new URL(/ws:\S+/.exec(text)![0]);
    const targets = await new Promise<string>((resolve, reject) => {
      get(`http://${host}/json/list`, (response) => {
        let body = '';
        response.on('data', (chunk) => {
          body += chunk;
        });
        response.on('end', () => resolve(body));
      }).on('error', reject);
    });
    expect(JSON.parse(targets)).toHaveLength(1);
  });

  it('no call times out, and all share one environment', async () => {
    const answers = await Promise.all([call(harness, 'slow', 1050), call(harness, 'slow', 0)]);
    expect(answers.map(({ value }) => value)).toEqual([true, true]);
    const snapshot = await harness.rooms.get('lambda')!.snapshot!();
    expect(snapshot.functions).toMatchObject([{ name: 'slow', environments: 1 }]);
  });
});
