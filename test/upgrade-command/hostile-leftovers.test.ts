import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/project/hash.ts';
import { runLocally } from '../../src/project/run-command.ts';
import { contentOf, remove, temporaryFolder } from '../project/folder.ts';
import { type Project, projects } from './project.ts';

const made = projects();
afterAll(() => made.finish());

/** Names a folder as a run of this machine that is gone: the digest of a host name is no secret. */
const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 6);
const name = `.csp-${host}-4194305-abcdef.tmp`;
const victim = 'of the user\n';
const digest = sha256(Buffer.from(victim));
const stamp = { sha256: digest, executable: false };
const absent = { number: 0, sha256: digest, replaces: false };

/** Writes the temporary folder of a killed run, with files by their path in it. */
function leave(project: Project, folder: string, files: Record<string, string>): string {
  const stage = join(project.path, folder, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(stage, path)), { recursive: true });
    writeFileSync(join(stage, path), text);
  }
  return stage;
}

const write = (steps: object[], folders: string[] = []) => ({
  'journal.json': JSON.stringify({ steps, folders }),
  'new/9': 'the last one has not moved',
});
const unmoved = { path: 'zzz', number: 9, sha256: digest, replaces: false };

/** The journal of an upgrade that was killed before its last write. */
const transaction = (steps: object[], folders: string[] = []) => ({
  'journal.json': JSON.stringify({
    id: '0001',
    kind: 'upgrade',
    steps: [...steps, { path: 'zzz', number: 9, after: stamp }],
    folders,
  }),
  'new/9': 'the last one has not moved',
});
const inTxn = '.serverless-pattern/txn';

/** A project with a file of the user beside it. */
async function withNeighbour(): Promise<{ project: Project; outside: string }> {
  const project = await made.make(['--pattern', 'api']);
  const outside = join(project.path, '..', 'outside');
  mkdirSync(outside);
  writeFileSync(join(outside, 'precious'), victim);
  mkdirSync(join(outside, 'empty'));
  return { project, outside };
}
const untouched = { precious: victim, 'empty/': '' };

describe('a leftover that came from elsewhere', () => {
  it.each<[string, string, Record<string, string>]>([
    ['a path that leads out', '', write([{ ...absent, path: '../outside/precious' }, unmoved])],
    ['a path to a hook of git', '', write([{ ...absent, path: '.git/hooks/pre-commit' }, unmoved])],
    ['a folder that leads out', '', write([unmoved], ['../outside/empty'])],
    [
      'a number that is a path',
      '',
      write([{ ...absent, path: 'a', number: '../../outside/precious' }, unmoved]),
    ],
    ['no JSON', '', { 'journal.json': '{' }],
    ['no steps', '', { 'journal.json': '{}' }],
    ['a path that leads out', inTxn, transaction([{ path: '../outside/precious', number: 0, after: stamp }])],
    ['no JSON', inTxn, { 'journal.json': '{', 'old/0': 'the only original' }],
  ])('whose journal has %s (in "%s") is refused with a sentence, and stays', async (_name, folder, files) => {
    const { project, outside } = await withNeighbour();
    leave(project, folder, files);
    const before = contentOf(project.path);
    for (const flags of [['--yes'], ['--dry-run'], ['--abort', '--yes']]) {
      const { code, stderr } = await project.upgrade(flags);
      expect(code, flags.join()).toBe(11);
      expect(stderr).toContain(`The journal of an interrupted run cannot be used: ${name}.`);
      expect(stderr).toContain('Get your files back from git');
    }
    expect(contentOf(project.path)).toEqual(before);
    expect(contentOf(outside)).toEqual(untouched);
  });

  it.each(['new', 'old'])('whose folder "%s" is a link is refused', async (which) => {
    for (const folder of ['', inTxn]) {
      const { project, outside } = await withNeighbour();
      const stage = leave(project, folder, { 'journal.json': '{"steps":[],"folders":[]}' });
      symlinkSync(outside, join(stage, which));
      expect((await project.upgrade(['--yes'])).code).toBe(11);
      expect(contentOf(outside)).toEqual(untouched);
    }
  });

  it('whose copy is a link is refused', async () => {
    const { project, outside } = await withNeighbour();
    const stage = leave(project, '', write([{ ...absent, path: 'a', replaces: true }, unmoved]));
    mkdirSync(join(stage, 'old'));
    symlinkSync(join(outside, 'precious'), join(stage, 'old/0'));
    project.write('a', victim);
    expect((await project.upgrade(['--yes'])).code).toBe(11);
    expect(project.read('a')).toBe(victim);
  });

  it.each<[string, Record<string, string>]>([
    ['', write([{ ...absent, path: 'link/precious' }, unmoved], ['link/empty'])],
    [inTxn, transaction([{ path: 'link/precious', number: 0, after: stamp }], ['link/empty'])],
  ])('in "%s" changes nothing through a link', async (folder, files) => {
    const { project, outside } = await withNeighbour();
    symlinkSync(outside, join(project.path, 'link'));
    leave(project, folder, files);
    expect((await project.upgrade(['--yes'])).code).toBe(0);
    expect(contentOf(outside)).toEqual(untouched);
    expect(existsSync(join(project.path, folder, name))).toBe(false);
  });

  it.each<[string, (step: string) => Record<string, string>]>([
    ['', (path) => write([{ ...absent, path }, unmoved])],
    [inTxn, (path) => transaction([{ path, number: 0, after: stamp }])],
  ])('in "%s" does not reach the folder of git through a link', async (folder, files) => {
    const { project } = await withNeighbour();
    execFileSync('git', ['init', '-q'], { cwd: project.path });
    writeFileSync(join(project.path, '.git/HEAD'), victim);
    symlinkSync('.git', join(project.path, 'g'));
    leave(project, folder, files('g/HEAD'));
    expect((await project.upgrade(['--yes'])).code).toBe(0);
    expect(readFileSync(join(project.path, '.git/HEAD'), 'utf8')).toBe(victim);
  });

  it.each(['', inTxn])('in "%s" that git tracks is refused with the remedy', async (folder) => {
    const project = await made.make(['--pattern', 'api']);
    project.write('a', victim);
    leave(project, folder, write([{ ...absent, path: 'a' }, unmoved]));
    const git = (...argv: string[]) => execFileSync('git', argv, { cwd: project.path, stdio: 'pipe' });
    git('init', '-q');
    git('add', '-f', '.');
    for (const flags of [['--yes'], ['--check'], ['--undo', '--yes']]) {
      const { code, stderr } = await project.upgrade(flags, { run: runLocally, env: process.env });
      expect(code).toBe(11);
      expect(stderr).toContain('is in the git repository, where no run puts it.');
      expect(stderr).toContain(`git rm -r -- '${folder ? `${folder}/` : ''}${name}'`);
    }
    expect(project.read('a')).toBe(victim);
  });

  it('is refused by create as well', async () => {
    const { run } = await import('../cli/harness.ts');
    const folder = temporaryFolder();
    const project = { path: folder } as Project;
    leave(project, '', write([{ ...absent, path: '../x' }, unmoved]));
    const { code, stderr } = await run(
      ['.', '--pattern', 'api', '--name', 'shop', '--yes', '--no-install'],
      folder,
    );
    expect(code).toBe(11);
    expect(stderr).toContain('The journal of an interrupted run cannot be used');
    remove(folder);
  });
});
