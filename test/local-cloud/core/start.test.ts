import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { report } from '../../../src/local-cloud/report.ts';
import type { LocalCloud } from '../../../src/local-cloud/start.ts';
import { startLocal } from '../../../src/local-cloud/start.ts';
import { watchProject } from '../../../src/local-cloud/watch.ts';
import { copyFixture } from '../fixture.ts';

const fixture = copyFixture('cdk-orders');
const edit = (path: string, from: string, to: string) => {
  const file = join(fixture.root, path);
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
};
let local: LocalCloud;
beforeAll(async () => {
  local = await startLocal({ root: fixture.root, port: 0, config: { env: { GREETING: 'x' } } });
});
afterAll(async () => {
  await local?.close();
  fixture.dispose();
});

describe('startLocal', () => {
  it('invokes functions by path, logical id and name', async () => {
    const [get] = local.cloud.model.byType('AWS::Lambda::Function');
    for (const name of ['Get', 'shop-orders-dev/Get', get!.logicalId, get!.ref, get!.arn]) {
      expect(await local.invoke(name)).toEqual({ statusCode: 200, body: '{"greeting":"hello"}' });
    }
    await expect(local.invoke('Nobody')).rejects.toThrow(
      /No function is called Nobody\. There are: .*shop-orders-dev\/Get/,
    );
  });

  it('tells where the SDK finds everything', () => {
    expect(local.env).toMatchObject({ AWS_ENDPOINT_URL: local.endpoint, AWS_REGION: 'eu-west-1' });
    expect(local.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(() => local.url('no such site')).toThrow('No site is called no such site');
  });

  it('says at start what answers where', () => {
    const text = report(local, 1);
    expect(text).toMatch(/AWS endpoint +http:\/\/127\.0\.0\.1:\d+\n/);
    expect(text).toMatch(/console +http:\/\/127\.0\.0\.1:\d+\/__local\n/);
  });

  it('tells in one paragraph what is simpler', () => {
    const sentences = ['CloudFront compresses no answers', 'S3 keeps the newest version of an object'];
    expect(report({ ...local, simpler: sentences }, 1)).toContain(
      `Simpler here than on AWS: CloudFront compresses no answers; S3 keeps the newest version of an\n  object.\n`,
    );
    expect(report({ ...local, simpler: [] }, 1)).not.toContain('Simpler');
  });

  it('counts what has no effect, and names it when asked to', () => {
    const cloud = {
      ...local,
      sites: [],
      withoutEffect: ['CloudFront::Distribution A.B, C', 'CloudFront::Function D', 'Logs::LogGroup'],
    };
    expect(report(cloud, 1)).toContain(
      'Without effect here: CloudFront 3, Logs 1. --verbose and the console page name them.',
    );
    expect(report(cloud, 1, true)).toContain(
      'Without effect here:\n  - CloudFront::Distribution A.B, C\n  - CloudFront::Function D\n  - Logs::LogGroup\n',
    );
  });

  it('does not name the providers of CDK itself', () => {
    expect(local.notices.filter((text) => /Custom::CDKBucketDeployment8|AwsCliLayer/.test(text))).toEqual([]);
  });
});

describe('an edit', () => {
  const told: string[] = [];
  let watching: ReturnType<typeof watchProject>;
  beforeAll(() => {
    watching = watchProject(local, (line) => told.push(line));
  });
  afterAll(() => watching.close());
  const toldOf = (pattern: RegExp) =>
    vi.waitFor(() => expect(told.some((line) => pattern.test(line))).toBe(true), {
      timeout: 45_000,
      interval: 10,
    });

  it('of code swaps the functions that it concerns', async () => {
    edit('services/orders/greeting.ts', 'hello', 'hallo');
    await toldOf(/^code: orders\/get \(/);
    expect(await local.invoke('Get')).toMatchObject({ body: '{"greeting":"hallo"}' });
  });

  it('that breaks the code keeps the last good state', async () => {
    edit('services/orders/greeting.ts', "'hallo'", '(');
    await toldOf(/greeting\.ts[\s\S]*The last good state goes on/);
    expect(await local.invoke('Get')).toMatchObject({ body: '{"greeting":"hallo"}' });
    edit('services/orders/greeting.ts', '(', "'servus'");
    await vi.waitFor(
      async () => expect(await local.invoke('Get')).toMatchObject({ body: '{"greeting":"servus"}' }),
      {
        timeout: 45_000,
      },
    );
  });

  it('of the infrastructure fits the model', async () => {
    edit('infra/orders-stack.ts', "'Dead'", "'Graveyard'");
    await toldOf(/^infra: \d+ resources/);
    expect(local.cloud.model.resources.some(({ path }) => path.includes('Graveyard'))).toBe(true);
    expect(await local.invoke('Get')).toMatchObject({ statusCode: 200 });
  });

  it('that breaks the infrastructure keeps the last good model', async () => {
    edit(
      'infra/orders-stack.ts',
      'super(scope, id, props);',
      "super(scope, id, props);\n    throw new Error('planted');",
    );
    await toldOf(/planted[\s\S]*The last good state goes on/);
    expect(await local.invoke('Get')).toMatchObject({ statusCode: 200 });
  });
});

describe('two at once', () => {
  it('take the next free port', async () => {
    const wanted = Number(new URL(local.endpoint).port);
    const { createServer } = await import('node:net');
    const { listen } = await import('../../../src/local-cloud/listen.ts');
    const other = await listen(createServer(), wanted);
    expect(other.port).toBeGreaterThan(wanted);
    await other.close();
    const server = createServer();
    const first = await listen(server, 0);
    await Promise.all([once(server, 'close'), first.close()]);
  });
});
