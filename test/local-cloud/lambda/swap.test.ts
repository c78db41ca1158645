import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Harness, Resources } from '../harness.ts';
import { call, codeFolder, createGate, functionOf, gateCode, startLambda, traced } from './fixture.ts';

const code = codeFolder();
let harness: Harness;
let resources: Resources;

const version = (n: number) => `${gateCode}
const loaded = process.env.AWS_LAMBDA_LOG_STREAM_NAME;
export const handler = async ({ path, id }) => {
  if (path) console.log('at the gate');
  await gate(path);
  return { version: ${n}, id, loaded, mode: process.env.MODE };
};`;

beforeAll(async () => {
  resources = {
    swapped: functionOf('swapped', code.write('swapped', version(1)), {
      Environment: { Variables: { MODE: 'a' } },
      Timeout: 60,
    }),
    other: functionOf(
      'other',
      code.write('other', `export const handler = async ({ id }) => ({ other: id });`),
    ),
    keys: functionOf(
      'keys',
      code.write(
        'keys',
        `import https, { get } from 'node:https';
        const pool = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc/.well-known/jwks.json';
        const read = (request) => new Promise((resolve, reject) => request((response) => {
          let body = ''; response.on('data', (d) => { body += d }); response.on('end', () => resolve(body));
        }).on('error', reject));
        export const handler = async () => Promise.all([
          read((done) => get(pool, done)),
          read((done) => https.get(new URL(pool), { timeout: 1000 }, done)),
          read((done) => { const { hostname, pathname } = new URL(pool); const r = https.request({ hostname, path: pathname, agent: new https.Agent() }, done); r.end(); return r; }),
          fetch(pool, { headers: { accept: 'application/json' } }).then((r) => r.text()),
        ]);`,
      ),
    ),
  };
  harness = await startLambda(resources);
});

afterAll(async () => {
  await harness.close();
  code.dispose();
});

const swap = async (n: number) => {
  const folder = code.write('swapped', version(n));
  await harness.rooms.get('lambda')!.codeChanged!([folder]);
};
const answer = async (event: object) => (await call(harness, 'swapped', event)).value;

describe('a change of code', () => {
  it('reaches the next call, while the running one ends on the old code', async () => {
    const gate = createGate(code, 'swap');
    const running = answer({ path: gate.path });
    await traced(harness, ({ text }) => text === 'INFO at the gate');
    await swap(2);
    expect((await answer({})).version).toBe(2);
    gate.open();
    expect((await running).version).toBe(1);
  });

  it('costs later calls nothing: they share the environment', async () => {
    const first = await answer({});
    expect((await answer({})).loaded).toBe(first.loaded);
  });

  it('loses and mixes up no call under load', async () => {
    let stop = false;
    const seen: { version: number; id: number }[] = [];
    const load = async (worker: number) => {
      for (let n = 0; !stop; n++) {
        const id = worker * 1_000_000 + n;
        const [own, other] = await Promise.all([answer({ id }), call(harness, 'other', { id })]);
        expect(own.id).toBe(id);
        expect(other.value).toEqual({ other: id });
        seen.push(own);
      }
    };
    const workers = [1, 2, 3, 4].map(load);
    for (let n = 3; n < 8; n++) {
      await swap(n);
      const after = await answer({});
      expect(after.version).toBe(n);
    }
    stop = true;
    await Promise.all(workers);
    expect(seen.length).toBeGreaterThan(0);
  });

  it('that breaks it shows the error, and the mend works', async () => {
    const folder = code.write('swapped', 'export const handler = (');
    await harness.rooms.get('lambda')!.codeChanged!([folder]);
    expect(await answer({})).toMatchObject({ errorType: 'Runtime.UserCodeSyntaxError' });
    await swap(9);
    expect((await answer({})).version).toBe(9);
  });
});

describe('a new model', () => {
  it('brings changed settings to the next call and leaves other functions alone', async () => {
    const before = await answer({});
    await harness.redeploy({ ...resources });
    expect((await answer({})).loaded).toBe(before.loaded);
    const { swapped } = resources as Record<string, { Properties: Record<string, unknown> }>;
    const Environment = { Variables: { MODE: 'b' } };
    await harness.redeploy({
      ...resources,
      swapped: { ...resources.swapped!, Properties: { ...swapped!.Properties, Environment } },
    });
    expect((await answer({})).mode).toBe('b');
    const { swapped: _, ...rest } = resources;
    await harness.redeploy(rest);
    await expect(answer({})).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    await harness.redeploy(resources);
    expect((await answer({})).mode).toBe('a');
  });
});

describe('keys of a user pool', () => {
  it('come from the AWS endpoint, by https and by fetch', async () => {
    const server = createServer((request, response) =>
      response.end(`${request.headers.host} ${request.url}`),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { startCloud } = await import('../../../src/local-cloud/cloud.ts');
    const { lambda } = await import('../../../src/local-cloud/lambda/index.ts');
    const { modelOf } = await import('../harness.ts');
    const running = await startCloud({
      root: code.root,
      model: modelOf({ test: { Resources: resources } }),
      services: [lambda],
      urls: new Map([['endpoint', endpoint]]),
    });
    const { payload } = await running.cloud.invoke('keys', '{}', { caller: {} });
    await running.close();
    server.close();
    const asked = 'cognito-idp.eu-west-1.amazonaws.com /eu-west-1_abc/.well-known/jwks.json';
    expect(JSON.parse(payload).slice(0, 3)).toEqual([asked, asked, asked]);
    expect(JSON.parse(payload)[3]).toContain('/eu-west-1_abc/.well-known/jwks.json');
  });
});
