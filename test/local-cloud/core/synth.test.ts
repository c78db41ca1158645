import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cacheFolder } from '../../../src/local-cloud/project/cache-folder.ts';
import { openProject, type Project } from '../../../src/local-cloud/project/project.ts';
import { copyFixture } from '../fixture.ts';

const fixture = copyFixture('cdk-orders');
const file = (path: string) => join(fixture.root, path);
const edit = (path: string, from: string, to: string) =>
  writeFileSync(file(path), readFileSync(file(path), 'utf8').replace(from, to));
/** Removes what a fresh synth would write; it comes back only when the app runs. */
const output = () => join(cacheFolder(fixture.root), 'cdk.out', 'tree.json');
const ran = async (project: Project) => {
  rmSync(output(), { force: true });
  const built = await project.synth();
  return { built, ran: existsSync(output()) };
};

const project = await openProject(fixture.root);
const first = project.synth();
afterAll(async () => {
  await project.close();
  fixture.dispose();
});

describe('a synth', () => {
  it('gives one model of all stacks and nested stacks, without a build before it', async () => {
    const { model, notices } = await first;
    expect(notices).toEqual([]);
    const stacks = new Set(model.resources.map(({ stack }) => stack.replace(/-\w{12}$/, '')));
    expect([...stacks]).toEqual([
      'shop-orders-dev',
      expect.stringMatching(/^shop-orders-dev-Workers/),
      'shop-web-dev',
    ]);
    expect(model.outputs['shop-web-dev']).toMatchObject({
      Motd: 'good morning',
      Api: expect.stringMatching(/^https:\/\/[a-z0-9]{10}\.execute-api\.eu-west-1\.amazonaws\.com$/),
    });
  });

  it('points functions at their folders in dist/, each at its own', async () => {
    const { model } = await first;
    const folders = model
      .byType('AWS::Lambda::Function')
      .map(({ properties, metadata }) => [model.asset?.(properties.Code.S3Key), metadata['aws:asset:path']]);
    const ours = folders.filter(([folder]) => folder?.startsWith(fixture.root));
    expect(ours).toEqual([
      [file('dist/orders/get'), file('dist/orders/get')],
      [file('dist/orders/work'), file('dist/orders/work')],
    ]);
  });

  it('keeps inline assets, which CDK itself removes', async () => {
    const { model } = await first;
    const [deployment] = model.byType('Custom::CDKBucketDeployment');
    const folder = model.asset?.(deployment!.properties.SourceObjectKeys[0]);
    expect(readFileSync(join(folder!, 'config.json'), 'utf8')).toContain('apiUrl');
  });

  it('resolves the secret into the environment', async () => {
    const { model } = await first;
    const [get] = model.byType('AWS::Lambda::Function');
    expect(get!.properties.Environment.Variables.KEY).toMatch(/^[A-Za-z0-9]{20}$/);
  });
});

describe('a build beside it', () => {
  it('may begin once the apps are bundled, and before they have run', async () => {
    await first;
    edit('infra/motd.txt', 'good', 'very good');
    rmSync(output(), { force: true });
    const ran: boolean[] = [];
    await project.synth(() => ran.push(existsSync(output())));
    expect(ran).toEqual([false]);
    expect(existsSync(output())).toBe(true);
    edit('infra/motd.txt', 'very good', 'good');
  });

  it('may begin at once when no app has changed', async () => {
    await first;
    await project.synth();
    let calls = 0;
    await project.synth(() => (calls += 1));
    expect(calls).toBe(1);
  });
});

describe('the cache', () => {
  it('holds while nothing changes, in another process too', async () => {
    await first;
    expect((await ran(project)).ran).toBe(false);
    const again = await openProject(fixture.root);
    expect((await ran(again)).ran).toBe(false);
    await again.close();
  });

  it('yields to an edited source, a file that the app reads, the context and a new handler', async () => {
    edit('infra/orders-stack.ts', "'Dead'", "'Graveyard'");
    const renamed = await ran(project);
    expect(renamed.ran).toBe(true);
    expect(renamed.built.model.resources.some(({ path }) => path.includes('Graveyard'))).toBe(true);

    edit('infra/motd.txt', 'morning', 'evening');
    expect((await ran(project)).built.model.outputs['shop-web-dev']!.Motd).toBe('good evening');

    edit('cdk.json', '"context": {', '"context": { "more": 1,');
    expect((await ran(project)).ran).toBe(true);

    writeFileSync(file('services/orders/handlers/extra.ts'), 'export const handler = async () => 1;\n');
    expect((await ran(project)).ran).toBe(true);
    expect(existsSync(file('dist/orders/extra/index.mjs'))).toBe(true);
    expect((await ran(project)).ran).toBe(false);
  });
});

describe('a fault', () => {
  it('of the app is told in its own words, with its own frames', async () => {
    edit('infra/web-stack.ts', 'const motd', "if (id) throw new Error('planted fault');\n    const motd");
    const error = await project.synth().catch((thrown) => thrown);
    const lines: string[] = error.message.split('\n');
    expect(lines.slice(0, 2)).toEqual(['The CDK app infra/app.ts failed.', 'Error: planted fault']);
    expect(lines[2]).toMatch(/infra\/web-stack\.ts:\d+:\d+/);
    expect(error.message).not.toContain('node_modules');
    edit('infra/web-stack.ts', "if (id) throw new Error('planted fault');\n    const motd", 'const motd');
    await expect(project.synth()).resolves.toHaveProperty('model');
  });

  it('of the syntax is told with its line', async () => {
    edit('infra/web-stack.ts', 'const motd', 'const const motd');
    await expect(project.synth()).rejects.toThrow(/infra\/web-stack\.ts:\d+:\d+/);
    edit('infra/web-stack.ts', 'const const motd', 'const motd');
  });

  it('of a handler is told with its line', async () => {
    edit('services/orders/greeting.ts', "'hello'", '(');
    await expect(project.build()).rejects.toThrow(/services\/orders\/greeting\.ts:\d+:\d+/);
    edit('services/orders/greeting.ts', '(', "'hello'");
    expect(await project.build()).toContain(file('dist/orders/get'));
  });

  it('of a folder that is no project has a remedy', async () => {
    await expect(openProject(join(fixture.root, 'services'))).rejects.toThrow(
      "Start the local cloud at the project's root",
    );
    await expect(openProject(fixture.root, { apps: ['../elsewhere'] })).rejects.toThrow(
      'outside the project',
    );
  });
});

describe('several apps', () => {
  it('make one model', async () => {
    const both = await openProject(fixture.root, { apps: ['.', 'services/*'] });
    expect((await both.synth()).model.byType('AWS::ApiGatewayV2::Api')).toHaveLength(1);
    await both.close();
  });
});
