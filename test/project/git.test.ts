import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localDisk } from '../../src/project/disk.ts';
import { commitProject } from '../../src/project/git.ts';
import { runLocally } from '../../src/project/run-command.ts';
import { put, remove, temporaryFolder } from './folder.ts';

let folder: string;
let home: string;
beforeEach(() => {
  folder = temporaryFolder();
  home = temporaryFolder();
  put(folder, { 'a.txt': 'a', 'node_modules/x': 'x', '.gitignore': 'node_modules/\n' });
});
afterEach(() => {
  remove(folder);
  remove(home);
});

const identity = {
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};
const environment = (more: Record<string, string> = {}) => ({
  PATH: process.env.PATH,
  HOME: home,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
  ...more,
});
const commit = (more?: Record<string, string>) =>
  commitProject(runLocally, localDisk, { path: folder, env: environment(more) });
const git = (...argv: string[]) =>
  execFileSync('git', argv, { cwd: folder, encoding: 'utf8', env: environment() }).trim();
const configure = (text: string) => writeFileSync(join(home, '.gitconfig'), text);

describe('the first commit', () => {
  it('is on main, holds all but what is ignored, and leaves nothing behind', async () => {
    configure('[init]\n\tdefaultBranch = trunk\n');
    expect(await commit(identity)).toEqual({ status: 'committed' });
    expect(git('branch', '--show-current')).toBe('main');
    expect(git('ls-files')).toBe('.gitignore\na.txt');
    expect(git('status', '--porcelain')).toBe('');
    expect(git('log', '--format=%s|%b')).toBe('Create project from the serverless pattern|');
  });

  it('is not made inside another repository, nor in one of its own', async () => {
    mkdirSync(join(folder, 'deep/er'), { recursive: true });
    git('init', '-q');
    const inner = { path: join(folder, 'deep/er'), env: environment(identity) };
    for (const project of [inner, { ...inner, path: folder }]) {
      const { status } = await commitProject(runLocally, localDisk, project);
      expect(status).toBe('inside-repository');
    }
    expect(git('status', '--porcelain')).toContain('?? a.txt');
  });

  it('goes to the project whatever GIT_DIR says', async () => {
    expect(await commit({ ...identity, GIT_DIR: join(home, 'elsewhere'), GIT_WORK_TREE: home })).toEqual({
      status: 'committed',
    });
    expect(git('ls-files')).toContain('a.txt');
  });

  it('waits for an identity, with everything staged', async () => {
    const result = await commit();
    expect(result).toMatchObject({ status: 'no-identity', note: expect.stringContaining('user.email') });
    expect(git('diff', '--cached', '--name-only')).toContain('a.txt');
  });

  it('takes no for an answer from a hook', async () => {
    const hooks = join(home, 'hooks');
    put(hooks, { 'pre-commit': '#!/bin/sh\necho "not today" >&2\nexit 1\n' });
    chmodSync(join(hooks, 'pre-commit'), 0o755);
    configure(`[core]\n\thooksPath = ${hooks}\n`);
    const result = await commit(identity);
    expect(result).toMatchObject({ status: 'failed', note: expect.stringContaining('not today') });
  });

  it('takes no for an answer from a signing program', async () => {
    configure('[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = /nonexistent/gpg\n[user]\n\tsigningKey = x\n');
    expect(await commit(identity)).toMatchObject({ status: 'failed' });
  });

  it('is left out where there is no git', async () => {
    expect(await commit({ ...identity, PATH: home })).toMatchObject({ status: 'no-git' });
  });
});
