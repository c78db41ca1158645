import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { basePath } from '../../src/project/record.ts';
import { contentOf, remove, temporaryFolder } from '../project/folder.ts';
import { type Project, projectAt, projects, renderChanged } from './project.ts';

const made = projects();
afterAll(() => made.finish());

/** The files of a project without backups. */
function filesOf(path: string): Record<string, string> {
  const all = Object.entries(contentOf(path));
  return Object.fromEntries(all.filter(([file]) => !/^(\.git|\.serverless-pattern\/backup)\//.test(file)));
}

/** Runs git in a project, whose commits need nobody's identity. */
function gitIn({ path }: Project) {
  return (...argv: string[]) => {
    const identity = ['-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
    return execFileSync('git', [...identity, ...argv], { cwd: path, encoding: 'utf8', stdio: 'pipe' });
  };
}

describe('the backup of this machine', () => {
  const refusal = 'The last upgrade of this machine is not what made the project as it is';

  it('is not taken for that of an upgrade that a colleague made, with conflicts', async () => {
    const project = await made.make(['--pattern', 'api']);
    const git = gitIn(project);
    git('init', '-q', '-b', 'main');
    expect((await project.upgrade(['--yes', '--ci', 'gitlab'])).code).toBe(0);
    git('add', '-A');
    git('commit', '-qm', 'gitlab');
    const colleague = temporaryFolder();
    git('clone', '-q', '.', join(colleague, 'shop'));
    const theirs = projectAt(join(colleague, 'shop'));
    theirs.write('.nvmrc', '22\n');
    const newer = renderChanged((tree) => tree.set('.nvmrc', '26\n'));
    expect((await theirs.upgrade(['--yes'], { render: newer })).code).toBe(3);
    gitIn(theirs)('add', '-A');
    gitIn(theirs)('commit', '-qm', 'with conflicts');
    git('pull', '-q', join(colleague, 'shop'), 'HEAD');
    const before = contentOf(project.path);
    for (const flag of ['--abort', '--undo']) {
      const { code, stderr } = await project.upgrade([flag, '--yes']);
      expect({ flag, code }).toEqual({ flag, code: 3 });
      expect(stderr).toContain(refusal);
      expect(stderr).toContain('Take the upgrade back with git');
    }
    expect(contentOf(project.path)).toEqual(before);
    remove(colleague);
  });

  it('is not put back over another branch, and is once the branch is back', async () => {
    const project = await made.make(['--pattern', 'api']);
    const git = gitIn(project);
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-qm', 'new');
    const main = filesOf(project.path);
    git('checkout', '-qb', 'topic');
    // State and answers stay the same: only the base tells this upgrade.
    const newer = renderChanged((tree) => tree.set('.nvmrc', '26\n'));
    expect((await project.upgrade(['--yes'], { render: newer })).code).toBe(0);
    git('add', '-A');
    git('commit', '-qm', 'newer');
    git('checkout', '-q', 'main');
    expect(await project.upgrade(['--undo', '--yes'])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining(refusal),
    });
    expect(filesOf(project.path)).toEqual(main);
    git('checkout', '-q', 'topic');
    expect((await project.upgrade(['--undo', '--yes'])).code).toBe(0);
    expect(filesOf(project.path)).toEqual(main);
  });
});

describe('two branches that were upgraded apart', () => {
  it('are merged by git, and the next upgrade knows the base of every file', async () => {
    const project = await made.make(['--pattern', 'api']);
    const git = gitIn(project);
    const commit = (message: string) => {
      git('add', '-A');
      git('commit', '-qm', message);
    };
    git('init', '-q', '-b', 'main');
    commit('new');
    git('checkout', '-qb', 'alarms');
    expect((await project.upgrade(['--alarms-email', 'ops@example.com', '--yes'])).code).toBe(0);
    commit('alarms');
    git('checkout', '-qb', 'pipeline', 'main');
    expect((await project.upgrade(['--ci', 'gitlab', '--yes'])).code).toBe(0);
    project.write('services/orders/order.ts', `${project.read('services/orders/order.ts')}\n// ours\n`);
    commit('pipeline');
    git('merge', '-q', '--no-edit', 'alarms');
    expect(project.read(basePath)).not.toContain('<<<<<<<');
    expect(await project.upgrade(['--yes'])).toMatchObject({ code: 0, stderr: '' });
    const fresh = await made.make([
      '--pattern',
      'api',
      '--ci',
      'gitlab',
      '--alarms-email',
      'ops@example.com',
    ]);
    const expected = filesOf(fresh.path);
    expected['services/orders/order.ts'] += '\n// ours\n';
    expect(filesOf(project.path)).toEqual(expected);
    expect((await project.upgrade()).stdout).toBe('Up to date.\n');
  });
});
