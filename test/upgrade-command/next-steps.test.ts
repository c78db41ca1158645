import { afterAll, describe, expect, it } from 'vitest';
import { projects, renderChanged } from './project.ts';

const made = projects();
afterAll(() => made.finish());

const nextSteps = (stdout: string) => JSON.parse(stdout).nextSteps as string[];

describe('the next steps after an upgrade', () => {
  it('to another package manager name what is to be deleted, and the install', async () => {
    const project = await made.make(['--pattern', 'api']);
    project.write('package-lock.json', '{}\n');
    const { stdout } = await project.upgrade(['--package-manager', 'pnpm', '--yes', '--json']);
    expect(nextSteps(stdout)).toEqual([
      "delete package-lock.json and node_modules, which are npm's",
      'pnpm install',
      'pnpm run test',
      'pnpm run diff',
      'pnpm dlx create-serverless-pattern upgrade --undo   puts everything back',
    ]);
    project.write('pnpm-lock.yaml', '');
    const back = await project.upgrade(['--package-manager', 'yarn', '--yes']);
    expect(back.stdout).toContain(
      "Next:\n  delete pnpm-lock.yaml and node_modules, which are pnpm's\n  yarn install\n  yarn run test\n",
    );
  });

  it('name no lock file that is not there, and install all the same', async () => {
    const project = await made.make(['--pattern', 'api']);
    const { stdout } = await project.upgrade(['--package-manager', 'pnpm', '--yes', '--json']);
    expect(nextSteps(stdout).slice(0, 2)).toEqual(['pnpm install', 'pnpm run test']);
  });

  it('begin with --continue while conflicts are open, and have no install where nothing is to be installed', async () => {
    const project = await made.make(['--pattern', 'api']);
    project.write('.nvmrc', '22\n');
    const newer = { render: renderChanged((tree) => tree.set('.nvmrc', '26\n')) };
    const { stdout, code } = await project.upgrade(['--yes', '--json'], newer);
    expect(code).toBe(3);
    expect(nextSteps(stdout).slice(0, 2)).toEqual([
      'npx create-serverless-pattern upgrade --continue',
      'npm run test',
    ]);
  });
});
