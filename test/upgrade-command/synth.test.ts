import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/generate/templates-root.ts';
import { runLocally } from '../../src/project/run-command.ts';
import { contentOf } from '../project/folder.ts';
import { type Project, projects } from './project.ts';

const made = projects();
afterAll(() => made.finish());

/** Really runs programs, with an environment that has credentials. */
const really = {
  run: runLocally,
  env: { ...process.env, AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' },
};

/** A project whose dependencies are those of this repository. */
async function linked(...flags: string[]): Promise<Project> {
  const project = await made.make(flags);
  symlinkSync(join(packageRoot(), 'node_modules'), join(project.path, 'node_modules'), 'junction');
  return project;
}

function gitIn({ path }: Project) {
  return (...argv: string[]) => execFileSync('git', argv, { cwd: path, stdio: 'pipe' });
}

/** As {@link linked}, in a repository that ignores them. */
async function installed(...flags: string[]): Promise<Project> {
  const project = await linked(...flags);
  gitIn(project)('init', '-q');
  // The project ignores a folder of that name; this one is a link.
  project.write('.git/info/exclude', 'node_modules\n');
  return project;
}

/** A project with packages that tell when their code runs. */
async function withPackages(): Promise<{ project: Project; ran: () => boolean }> {
  const project = await made.make(['--pattern', 'api']);
  const sign = join(project.path, '..', 'ran');
  const code = `require('node:fs').writeFileSync(${JSON.stringify(sign)}, '');\n`;
  for (const name of ['aws-cdk-lib', 'constructs', 'tsx']) {
    project.write(`node_modules/${name}/package.json`, `{ "name": "${name}", "main": "index.js" }\n`);
    project.write(`node_modules/${name}/index.js`, code);
  }
  return { project, ran: () => existsSync(sign) };
}

const copies = () => readdirSync(tmpdir()).filter((name) => name.startsWith('csp-synth-'));

describe('the consequences of an upgrade, synthesised before and after', () => {
  it('are told in words and in the document, and what would be left behind stops it', async () => {
    const project = await installed('--pattern', 'spa-single-domain');
    const before = contentOf(join(project.path, 'infra'));
    const looked = await project.upgrade(['--pattern', 'api', '--dry-run'], really);
    expect(looked.stdout).toContain('What a deploy does in AWS (both versions synthesised):');
    expect(looked.stdout).toMatch(/Stage dev, resources: \d+ new, (\d+ changed, )?\d+ removed\./);
    expect(looked.stdout).toContain('! SiteBucket in shop-web-dev and shop-web-prod');
    expect(looked.stdout).toMatch(/shop-web-dev.* are no longer part of the app/);
    const refused = await project.upgrade(['--pattern', 'api', '--yes', '--json'], really);
    expect(refused.code).toBe(12);
    expect(contentOf(join(project.path, 'infra'))).toEqual(before);
    const accepted = ['--accept', 'SiteBucket', '--accept', 'SiteLogs'];
    const done = await project.upgrade(['--pattern', 'api', '--yes', '--json', ...accepted], really);
    expect(done.code).toBe(0);
    expect(JSON.parse(done.stdout)).toMatchObject({
      stateful: expect.arrayContaining([
        expect.objectContaining({ logicalId: 'SiteBucket', kind: 'lost', stack: 'shop-web-prod' }),
      ]),
      aws: { from: 'synth', gone: expect.arrayContaining(['shop-web-dev']) },
    });
  });

  it('see what only a template shows: a key, a name, a lost retention, and the edits of a user', async () => {
    const project = await installed('--pattern', 'api');
    const table = 'services/orders/table.ts';
    const infra = existsSync(join(project.path, 'services/orders/infra.ts'))
      ? 'services/orders/infra.ts'
      : table;
    // A construct of the user's own, in the stack of the service.
    project.write(
      'infra/lib/archive.ts',
      'import { RemovalPolicy, type Stack } from "aws-cdk-lib";\nimport { Bucket } from "aws-cdk-lib/aws-s3";\n\nexport function archive(stack: Stack): void {\n  new Bucket(stack, "Archive", { removalPolicy: RemovalPolicy.RETAIN });\n}\n',
    );
    const stack = project.read('infra/lib/stack.ts');
    project.write(
      'infra/lib/stack.ts',
      stack
        .replace('import type { Stage }', 'import { archive } from "./archive.ts";\nimport type { Stage }')
        .replace(/^ {2}new (\w+)\((.*)\);$/m, '  archive(new $1($2));'),
    );
    expect(existsSync(join(project.path, infra))).toBe(true);
    const looked = await project.upgrade(['--region', 'eu-central-1', '--check', '--json'], really);
    expect(looked.code).toBe(12);
    const { aws } = JSON.parse(looked.stdout);
    expect(aws.from).toBe('synth');
    const lost = aws.losses.map(
      ({ logicalId, kind }: { logicalId: string; kind: string }) => `${logicalId} ${kind}`,
    );
    expect(lost).toContain('OrdersTable other-region');
    expect(lost.some((each: string) => /^Archive\w+ other-region$/.test(each))).toBe(true);
  });

  it('have the order of deploys when a domain goes from one kind of API to the other', async () => {
    const project = await installed('--pattern', 'api', '--domain', 'shop.example.com');
    const { stdout } = await project.upgrade(['--api', 'rest', '--dry-run'], really);
    expect(stdout).toContain('The API gets another execute-api URL');
    expect(stdout).toMatch(/turns from AWS::ApiGatewayV2::|goes from/);
  });

  it('are known of pattern 7 too, whose pages are read by its app, before anything is built', async () => {
    const project = await installed('--pattern', 'secured', '--edge', 'secure-site,security-headers,rollout');
    const { stdout } = await project.upgrade(['--pattern', '5', '--dry-run'], really);
    expect(stdout).toContain('What a deploy does in AWS (both versions synthesised):');
    expect(stdout).toContain('has copies at CloudFront');
  });

  it('fall back to the contract when the app fails, and leave no copy behind', async () => {
    const before = copies();
    const project = await installed('--pattern', 'api');
    project.write(
      'infra/lib/stack.ts',
      'export function addStacks() {\n  throw new Error("not today");\n}\n',
    );
    const { stdout, code } = await project.upgrade(['--slug', 'store', '--dry-run'], really);
    expect(stdout).toContain(
      'by stateful.contract.json, because the project is not to be synthesised as it is',
    );
    expect(stdout).toContain('not today');
    expect(stdout).toContain('! OrdersTable moves from shop-orders-dev to store-orders-dev');
    expect(code).toBe(0);
    expect(copies()).toEqual(before);
  });

  it('give the app no credentials and no home', async () => {
    const project = await installed('--pattern', 'api');
    const told =
      'export const addStacks = () => { throw new Error(JSON.stringify([process.env.AWS_ACCESS_KEY_ID ?? "none", process.env.HOME])); };\n';
    project.write('infra/lib/stack.ts', told);
    const { stdout } = await project.upgrade(['--slug', 'store', '--dry-run'], really);
    expect(stdout).toMatch(/\["none","[^"]*csp-synth-/);
  });

  it('are not asked for with --no-synth, nor of packages that came with the repository', async () => {
    const project = await installed('--pattern', 'api');
    const given = await project.upgrade(['--api', 'rest', '--dry-run', '--no-synth'], really);
    expect(given.stdout).toContain('by stateful.contract.json, because --no-synth was given');

    const { project: other, ran } = await withPackages();
    cpSync(join(other.path, 'node_modules'), join(other.path, 'vendor'), { recursive: true });
    const git = gitIn(other);
    git('init', '-q');
    git('add', '-f', 'node_modules', 'vendor');
    const clone = await other.upgrade(['--api', 'rest', '--dry-run'], really);
    expect(clone.stdout).toContain('because node_modules is in the repository');
    other.remove('node_modules');
    symlinkSync('vendor', join(other.path, 'node_modules'), 'junction');
    const elsewhere = await other.upgrade(['--api', 'rest', '--dry-run'], really);
    expect(elsewhere.stdout).toContain('because node_modules is in the repository');
    expect(ran()).toBe(false);
  });

  it('are compared by the contract where no repository shows that the packages were installed here', async () => {
    const { project, ran } = await withPackages();
    const looked = await project.upgrade(['--slug', 'store', '--dry-run'], really);
    expect(looked.stdout).toContain(
      'by stateful.contract.json, because without a git repository nothing shows',
    );
    expect(looked.stdout).toContain('--synth runs the app all the same');
    expect(looked.stdout).toContain('! OrdersTable moves from shop-orders-dev to store-orders-dev');
    expect(await project.upgrade(['--api', 'rest', '--yes'], really)).toMatchObject({ code: 0, stderr: '' });
    expect(ran()).toBe(false);
    await project.upgrade(['--api', 'http', '--dry-run', '--synth'], really);
    expect(ran()).toBe(true);
    const asked = await linked('--pattern', 'api');
    const { stdout } = await asked.upgrade(['--api', 'rest', '--dry-run', '--synth'], really);
    expect(stdout).toContain('both versions synthesised');
  });

  it('are compared by the contract where node_modules is a submodule, or is not ignored', async () => {
    const { project, ran } = await withPackages();
    const git = gitIn(project);
    git('init', '-q');
    const inner = gitIn({ ...project, path: join(project.path, 'node_modules') });
    inner('init', '-q');
    inner('add', '-f', '.');
    inner(
      '-c',
      'user.name=A',
      '-c',
      'user.email=a@example.com',
      'commit',
      '-qm',
      'packages',
      '--no-gpg-sign',
    );
    git('add', '-f', 'node_modules');
    const submodule = await project.upgrade(['--api', 'rest', '--dry-run'], really);
    expect(submodule.stdout).toContain('because node_modules is in the repository');
    const { project: other } = await withPackages();
    gitIn(other)('init', '-q');
    other.edit('.gitignore', 'node_modules/\n', '');
    const open = await other.upgrade(['--api', 'rest', '--dry-run'], really);
    expect(open.stdout).toContain('because git does not ignore node_modules');
    expect(ran()).toBe(false);
  });

  it('are not computed when nothing changes that a deploy reads', async () => {
    const project = await installed('--pattern', 'api');
    const { stdout } = await project.upgrade(['--ci', 'none', '--dry-run', '--json'], really);
    expect(JSON.parse(stdout).aws.from).toMatch(/unchanged|synth/);
    const { aws, operations } = JSON.parse(stdout);
    const infra = operations.some(({ path }: { path: string }) =>
      /^(infra|services)\/|package\.json$/.test(path),
    );
    expect(aws.from).toBe(infra ? 'synth' : 'unchanged');
  });
});
