import { execFileSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { basePath } from '../../src/project/record.ts';
import { contentOf } from '../project/folder.ts';
import { projects } from './project.ts';

const made = projects();
afterAll(() => made.finish());

/** The files of a project without backups. */
function filesOf(path: string): Record<string, string> {
  const all = Object.entries(contentOf(path));
  return Object.fromEntries(all.filter(([file]) => !/^(\.git|\.serverless-pattern\/backup)\//.test(file)));
}

describe('two branches that were upgraded apart', () => {
  it('are merged by git, and the next upgrade knows the base of every file', async () => {
    const project = await made.make(['--pattern', 'api']);
    const git = (...argv: string[]) => {
      const identity = ['-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
      return execFileSync('git', [...identity, ...argv], { cwd: project.path, encoding: 'utf8' });
    };
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
