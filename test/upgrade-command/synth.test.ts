import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
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
async function installed(...flags: string[]): Promise<Project> {
  const project = await made.make(flags);
  symlinkSync(join(packageRoot(), 'node_modules'), join(project.path, 'node_modules'), 'junction');
  return project;
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

    const other = await made.make(['--pattern', 'api']);
    for (const name of ['aws-cdk-lib', 'constructs', 'tsx']) {
      mkdirSync(join(other.path, 'node_modules', name), { recursive: true });
      other.write(`node_modules/${name}/package.json`, '{}\n');
    }
    cpSync(join(other.path, 'node_modules'), join(other.path, 'vendor'), { recursive: true });
    const git = (...argv: string[]) => execFileSync('git', argv, { cwd: other.path, stdio: 'pipe' });
    git('init', '-q');
    git('add', '-f', 'node_modules', 'vendor');
    const clone = await other.upgrade(['--api', 'rest', '--dry-run'], really);
    expect(clone.stdout).toContain('because node_modules is in the repository');
    other.remove('node_modules');
    symlinkSync('vendor', join(other.path, 'node_modules'), 'junction');
    const linked = await other.upgrade(['--api', 'rest', '--dry-run'], really);
    expect(linked.stdout).toContain('because node_modules is in the repository');
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
