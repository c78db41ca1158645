import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isTemporaryName } from '../../src/project/leftovers.ts';
import { lifeOf } from '../../src/project/process-life.ts';
import { failingDisk } from '../project/failing-disk.ts';
import { contentOf } from '../project/folder.ts';
import { type Project, projects } from './project.ts';

const made = projects();
afterAll(() => made.finish());
const transactions = '.serverless-pattern/txn';
const gone = 4194305;

const everything = ({ path }: Project) => {
  const all = Object.entries(contentOf(path));
  return Object.fromEntries(all.filter(([file]) => !file.startsWith('.serverless-pattern/backup/')));
};

/** A project, and one upgrade of it before. */
async function prepared(first: readonly string[]): Promise<Project> {
  const project = await made.make(['--pattern', 'api']);
  if (first.length > 0) expect((await project.upgrade(['--yes', ...first])).code).toBe(0);
  return project;
}

/** A project whose upgrade was killed when some files had moved and others had not, and what it was before. */
async function halfUpgraded(
  owner: (name: string) => string,
  { last = false, first = [] }: { last?: boolean; first?: string[] } = {},
) {
  const project = await prepared(first);
  const before = everything(project);
  const counted = await prepared(first);
  const counting = failingDisk(Number.POSITIVE_INFINITY, 'dies');
  const moves: number[] = [];
  const { rename } = counting;
  counting.rename = (from, to) => {
    rename(from, to);
    moves.push(counting.calls());
  };
  await counted.upgrade(['--yes', '--ci', 'gitlab'], { disk: counting });
  // The last rename of the transaction makes it count; the backup comes after that.
  const at = last ? moves.at(-2)! : moves[Math.floor(moves.length / 2)]!;
  const { code, stderr } = await project.upgrade(['--yes', '--ci', 'gitlab'], {
    disk: failingDisk(at + 1, 'dies'),
  });
  // A death after the last write is not noticed.
  expect(code, stderr).toBe(last ? 0 : 1);
  const folder = join(project.path, transactions);
  const [name = ''] = readdirSync(folder).filter(isTemporaryName);
  renameSync(join(folder, name), join(folder, owner(name)));
  const half = everything(project);
  expect(half).not.toEqual(before);
  return { project, before, half };
}

const byGone = (name: string) => name.replace(/-\d+(-[0-9a-f]{6})?-([0-9a-f]{6}\.tmp)$/, `-${gone}-$2`);
const byAnotherHost = (name: string) => name.replace(/csp-[0-9a-f]{6}/, 'csp-ffffff');
/** The number of a process that runs, with the life that is given. */
const byRunning = (life: string) => (name: string) =>
  name.replace(/-\d+(-[0-9a-f]{6})?-([0-9a-f]{6}\.tmp)$/, `-${process.ppid}${life}-$2`);

describe('an upgrade that was killed', () => {
  it('is named by --check and previews, which change nothing, and settled by the next run', async () => {
    const { project, before, half } = await halfUpgraded(byGone);
    for (const [flag, expected] of [
      ['--check', 11],
      ['--dry-run', 3],
      ['--diff', 3],
    ] as const) {
      const { code, stderr, stdout } = await project.upgrade([flag]);
      expect({ code, stdout }, flag).toEqual({ code: expected, stdout: '' });
      expect(stderr).toMatch(/An upgrade was interrupted, and waits in \.serverless-pattern\/txn\/\.csp-/);
      expect(stderr).toContain('Say "upgrade --abort" to put back what it had changed');
      expect(everything(project)).toEqual(half);
    }
    const next = await project.upgrade();
    expect(next).toMatchObject({ code: 0, stderr: 'An upgrade that was killed has been settled.\n' });
    expect(everything(project)).toEqual(before);
  });

  it.each(['--abort', '--undo'])('is all that %s takes back', async (flag) => {
    const { project: killed, before } = await halfUpgraded(byGone, {
      first: ['--alarms-email', 'a@example.com'],
    });
    const { code, stdout } = await killed.upgrade([flag, '--yes', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, status: 'undone', paths: [] });
    expect(code).toBe(0);
    expect(everything(killed)).toEqual(before);
  });

  it('and edited since keeps the edit, and leaves the upgrade before it to be undone', async () => {
    const { project, half } = await halfUpgraded(byGone, { first: ['--alarms-email', 'a@example.com'] });
    const fresh = await made.make(['--pattern', 'api']);
    project.write('.gitlab-ci.yml', 'mine\n');
    expect(half['.gitlab-ci.yml']).toBeDefined();
    expect((await project.upgrade()).stderr).toContain('.gitlab-ci.yml was edited since, so it stays');
    expect((await project.upgrade(['--undo', '--yes'])).code).toBe(0);
    expect(everything(project)).toEqual({ ...everything(fresh), '.gitlab-ci.yml': 'mine\n' });
  });

  it('after its last write is finished by the next run, which --undo takes back', async () => {
    const { project, before } = await halfUpgraded(byGone, { last: true });
    expect((await project.upgrade(['--check'])).code).toBe(0);
    expect((await project.upgrade(['--undo', '--yes'])).code).toBe(0);
    expect(everything(project)).toEqual(before);
  });

  it.each<[string, (name: string) => string]>([
    ['on another machine', byAnotherHost],
    ['by a process whose number is in use again, where the system does not tell', byRunning('')],
  ])('%s is settled by --abort alone, once that is confirmed', async (_name, owner) => {
    const { project, before, half } = await halfUpgraded(owner);
    for (const flags of [['--yes'], ['--continue']]) {
      const { code, stderr } = await project.upgrade(flags);
      expect(code).toBe(4);
      expect(stderr).toContain('say "upgrade --abort": it puts back what was changed.');
      expect(stderr).not.toMatch(/remove|delete/i);
    }
    expect(await project.upgrade(['--check'])).toMatchObject({
      code: 11,
      stderr: expect.stringContaining('An upgrade was interrupted'),
    });
    expect((await project.upgrade(['--abort'])).code).toBe(2);
    expect(everything(project)).toEqual(half);
    const { code, stdout } = await project.upgrade(['--abort', '--yes']);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'What the interrupted upgrade had changed is as it was before it.\n',
    });
    expect(everything(project)).toEqual(before);
  });

  it.skipIf(process.platform !== 'linux')('is told from a later process with its number', async () => {
    const { project, before } = await halfUpgraded(byRunning('-000000'));
    expect((await project.upgrade()).code).toBe(0);
    expect(everything(project)).toEqual(before);
  });

  it.skipIf(process.platform !== 'linux')('is left alone while its process runs', async () => {
    const { project, half } = await halfUpgraded(byRunning(`-${lifeOf(process.ppid)}`));
    for (const flags of [['--yes'], ['--check'], ['--abort', '--yes']]) {
      expect(await project.upgrade(flags)).toMatchObject({
        code: 4,
        stderr: expect.stringContaining('Another upgrade is at work in this project'),
      });
    }
    expect(everything(project)).toEqual(half);
  });
});
