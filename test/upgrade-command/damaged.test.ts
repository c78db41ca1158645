import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, deflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { gitBlobId, sha256 } from '../../src/project/hash.ts';
import { runLocally } from '../../src/project/run-command.ts';
import { contentOf, remove, temporaryFolder } from '../project/folder.ts';
import { type Project, projects, renderChanged } from './project.ts';

const made = projects();
afterAll(() => made.finish());
const base = '.serverless-pattern/base.ndjson';
const state = '.serverless-pattern/state.json';
const newer = { render: renderChanged((tree) => tree.set('.nvmrc', `${tree.get('.nvmrc')}# new\n`)) };

const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

/** Rewrites the line of a path; `undefined` takes it away. */
function changeLine(project: Project, path: string, change: (line: string) => string | undefined): void {
  const lines = project.read(base).split('\n');
  const changed = lines.map((line) => (line.startsWith(`{"p":"${path}"`) ? change(line) : line));
  project.write(base, changed.filter((line) => line !== undefined).join('\n'));
}
/** Damages the content of a line, not its digests. */
const damageContent = (line: string) => line.replace(/"z":"[^"]*"/, '"z":"AAAA"');
const cut = (line: string) => line.slice(0, line.indexOf('"z"'));

describe('a damaged line of the record', () => {
  it('that is gone altogether is made anew, where the file is as it would be rendered', async () => {
    const project = await made.make(['--pattern', 'api']);
    changeLine(project, 'README.md', () => undefined);
    expect((await project.upgrade(['--yes', '--package-manager', 'pnpm'])).code).toBe(0);
    expect(project.read('README.md')).toContain('pnpm run dev');
  });

  it('is a corrupt record to --check', async () => {
    const project = await made.make(['--pattern', 'api']);
    changeLine(project, '.nvmrc', damageContent);
    expect(await project.upgrade(['--check'])).toMatchObject({
      code: 11,
      stdout: expect.stringContaining('base.ndjson, line'),
    });
  });

  it.each([
    ['damaged content', damageContent],
    ['a line cut short', cut],
  ])('%s: an untouched file is updated, and the line is whole again', async (_name, damage) => {
    const project = await made.make(['--pattern', 'api']);
    changeLine(project, '.nvmrc', damage);
    expect((await project.upgrade(['--yes'], newer)).code).toBe(0);
    expect(project.read('.nvmrc')).toBe('24\n# new\n');
    expect((await project.upgrade(['--check'], newer)).code).toBe(0);
  });

  it('is read from git, so that an edited file is merged', async () => {
    const project = await made.make(['--pattern', 'api']);
    const git = (...argv: string[]) => execFileSync('git', argv, { cwd: project.path, stdio: 'pipe' });
    git('init', '-q');
    git('add', '.editorconfig');
    const changed = {
      run: runLocally,
      render: renderChanged((tree) => {
        tree.set('.editorconfig', tree.get('.editorconfig')!.replace('root = true', 'root = true # new'));
      }),
    };
    changeLine(project, '.editorconfig', damageContent);
    project.write('.editorconfig', `${project.read('.editorconfig')}\n[*.md]\nindent_size = 8\n`);
    const merged = await project.upgrade(['--yes'], changed);
    expect(merged.stdout).toContain('.editorconfig came back from git');
    expect(merged.code).toBe(0);
    expect(project.read('.editorconfig')).toContain('root = true # new');
    expect(project.read('.editorconfig')).toContain('indent_size = 8');
  });

  it('is rendered anew when the digest is right', async () => {
    const project = await made.make(['--pattern', 'api']);
    const readme = project.read('README.md');
    changeLine(project, 'README.md', damageContent);
    project.write('README.md', `${readme}\nMine.\n`);
    const merged = await project.upgrade(['--yes', '--package-manager', 'pnpm'], {
      run: async () => ({ code: 127, stdout: '', stderr: '' }),
    });
    expect(merged.code).toBe(0);
    expect(merged.stdout).toContain('README.md was rendered anew');
    expect(project.read('README.md')).toContain('pnpm run dev');
    expect(project.read('README.md')).toContain('Mine.');
  });

  it('is found nowhere: an edited file stays, the new version is put aside', async () => {
    const project = await made.make(['--pattern', 'api']);
    changeLine(project, '.nvmrc', damageContent);
    project.write('.nvmrc', '22\n');
    const outcome = await project.upgrade(['--yes'], newer);
    expect(outcome.code).toBe(3);
    expect(outcome.stdout).toContain('What was generated for .nvmrc is lost');
    expect(project.read('.nvmrc')).toBe('22\n');
    expect(project.read('.serverless-pattern/incoming/.nvmrc')).toBe('24\n# new\n');
  });

  it.each([
    ['is missing', 'is missing', (project: Project) => project.remove(base)],
    ['is empty', 'base.ndjson is empty.', (project: Project) => project.write(base, '')],
    [
      'holds 100 MB in a line',
      'is larger than 32 MiB.',
      (project: Project) => truncateSync(join(project.path, base), 100_000_000),
    ],
    [
      'has more lines than a project has files',
      'base.ndjson has more than 50000 lines.',
      (project: Project) => project.write(base, '{}\n'.repeat(60_000)),
    ],
  ])('all of them, when base.ndjson %s: edits stay', async (_name, says, damage) => {
    const project = await made.make(['--pattern', 'api']);
    project.write('README.md', 'mine\n');
    project.write('.editorconfig', 'mine\n');
    damage(project);
    const outcome = await project.upgrade(['--yes'], newer);
    expect(project.read('README.md')).toBe('mine\n');
    expect(project.read('.editorconfig')).toBe('mine\n');
    expect(outcome).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(says) });
  });

  it('after a git merge there may be markers and two lines: the nearer base counts', async () => {
    const project = await made.make(['--pattern', 'api']);
    const other = Buffer.from('18\n');
    const line = JSON.stringify({
      p: '.nvmrc',
      id: '.nvmrc',
      m: '644',
      h: sha256(other),
      g: gitBlobId(other),
      e: 'br',
      z: brotliCompressSync(other).toString('base64'),
    });
    changeLine(project, '.nvmrc', (own) => `<<<<<<< HEAD\n${own}\n=======\n${line}\n>>>>>>> topic`);
    project.write('.nvmrc', '18\n');
    expect((await project.upgrade(['--yes'], newer)).code).toBe(0);
    expect(project.read('.nvmrc')).toBe('24\n# new\n');
    expect(project.read(base)).not.toContain('<<<<<<<');
  });
});

describe('a huge file', () => {
  it('of a name that the templates know is refused with a sentence', async () => {
    const project = await made.make(['--pattern', 'api']);
    truncateSync(join(project.path, 'README.md'), 65 * 1024 * 1024);
    for (const flags of [['--yes'], ['--check']]) {
      const { code, stderr } = await project.upgrade(flags, newer);
      expect({ code, stderr }).toEqual({
        code: 4,
        stderr:
          'README.md is larger than 64 MiB.\nMove it out of the way: the templates know a file of this name.\n',
      });
    }
    expect(project.read('.nvmrc')).toBe('24\n');
  });

  it("of your own is not read, and in nobody's way", async () => {
    const project = await made.make(['--pattern', 'api']);
    project.write('dump.bin', '');
    truncateSync(join(project.path, 'dump.bin'), 3 * 1024 * 1024 * 1024);
    expect(await project.upgrade(['--yes'], newer)).toMatchObject({ code: 0, stderr: '' });
    expect(project.read('.nvmrc')).toBe('24\n# new\n');
  });
});

describe('a hostile record', () => {
  const lineOf = (path: string, content = Buffer.from('x')) =>
    JSON.stringify({
      p: path,
      id: path,
      m: '644',
      h: sha256(content),
      g: gitBlobId(content),
      e: 'br',
      z: brotliCompressSync(content).toString('base64'),
    });

  const unsafe = [
    '../outside.txt',
    '/etc/csp-outside',
    'C:\\windows\\x',
    'a/../../outside.txt',
    '.git/hooks/pre-commit',
    'node_modules/x/index.js',
    '.serverless-pattern/state.json',
    'CON',
    'a\u200b/.git/x',
  ];

  it('cannot make anything happen to a path that is not safe', async () => {
    const project = await made.make(['--pattern', 'api']);
    const outside = join(project.path, '..', 'outside.txt');
    writeFileSync(outside, 'x');
    project.write(base, `${project.read(base)}${unsafe.map((path) => `${lineOf(path)}\n`).join('')}`);
    const { stdout, code } = await project.upgrade(['--check', '--json']);
    expect(code).toBe(11);
    expect(JSON.parse(stdout).notes).toHaveLength(unsafe.length);
    expect((await project.upgrade(['--yes', '--ci', 'none'])).code).toBe(0);
    expect(readFileSync(outside, 'utf8')).toBe('x');
    for (const path of unsafe) expect(project.read(base)).not.toContain(JSON.stringify(path));
  });

  const zeros = Buffer.alloc(16 * 1024 * 1024);
  it.each([
    ['Brotli', `"e":"br","z":"${brotliCompressSync(zeros, quick).toString('base64')}"`],
    ['deflate', `"t":1,"z":"${deflateRawSync(zeros).toString('base64')}"`],
  ])('with a decompression bomb of %s costs that line', async (_name, bomb) => {
    const project = await made.make(['--pattern', 'api']);
    changeLine(project, '.nvmrc', (line) => line.replace(/"t":.*"z":"[^"]*"/, bomb));
    const outcome = await project.upgrade(['--yes'], newer);
    expect(outcome).toMatchObject({ code: 0, stdout: expect.stringContaining('too large') });
    expect(project.read('.nvmrc')).toBe('24\n# new\n');
  });

  it('with a bomb in a bomb costs that line', async () => {
    const project = await made.make(['--pattern', 'api']);
    const nested = brotliCompressSync(brotliCompressSync(zeros, quick), quick).toString('base64');
    changeLine(project, '.nvmrc', (line) => line.replace(/"t":.*"z":"[^"]*"/, `"e":"br","z":"${nested}"`));
    const outcome = await project.upgrade(['--yes'], newer);
    const says = 'the content does not match its digest';
    expect(outcome).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(says) });
    expect(project.read('.nvmrc')).toBe('24\n# new\n');
  });

  it('with more than 32 MiB in all costs the lines beyond', async () => {
    const project = await made.make(['--pattern', 'api']);
    const content = Buffer.alloc(2 * 1024 * 1024, 'x');
    const lines = Array.from({ length: 20 }, (_, index) => `${lineOf(`pad/${index}.txt`, content)}\n`);
    project.write(base, `${project.read(base)}${lines.join('')}`);
    const { stdout, code } = await project.upgrade(['--check', '--json']);
    expect(code).toBe(11);
    const notes: string[] = JSON.parse(stdout).notes;
    // The project itself takes a part of the sixteenth.
    expect(notes.filter((note) => note.includes('cannot be decompressed, or is too large'))).toHaveLength(5);
  });

  it.each([
    ['no JSON', '{', 'it is not JSON'],
    ['a prototype key', '{"__proto__":{"polluted":1}}', '"__proto__" is not known'],
    ['an unknown key', '{"run":"rm -rf /"}', '"run" is not known'],
    ['markers of a conflict', '<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> x\n', 'markers of a git conflict'],
    ['more than it may', ' '.repeat(2_000_000), 'larger than 1 MiB'],
  ])('whose state holds %s is refused', async (_name, text, says) => {
    const project = await made.make(['--pattern', 'api']);
    project.write(state, text);
    const before = contentOf(project.path);
    for (const flags of [['--yes'], ['--check']]) {
      expect(await project.upgrade(flags)).toMatchObject({ code: 11, stderr: expect.stringContaining(says) });
    }
    expect(contentOf(project.path)).toEqual(before);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('that a later version wrote is refused', async () => {
    const project = await made.make(['--pattern', 'api']);
    project.write(state, project.read(state).replace(/"cli": "[^"]*"/, '"cli": "99.0.0"'));
    const refused = await project.upgrade(['--yes', '--ci', 'none']);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('@latest upgrade') });
    project.write(state, project.read(state).replace(/"templates": \d+/, '"templates": 99'));
    expect((await project.upgrade(['--check'])).code).toBe(2);
  });

  it('whose answers are none of the table is refused', async () => {
    const project = await made.make(['--pattern', 'api']);
    project.edit(state, '"region": "eu-west-1"', '"region": "$(touch x)"');
    expect(await project.upgrade(['--yes'])).toMatchObject({
      code: 11,
      stderr: expect.stringContaining('Region'),
    });
  });

  it.each([
    '.serverless-pattern',
    '.serverless-pattern/backup',
    '.serverless-pattern/incoming',
    '.serverless-pattern/txn',
  ])('with a link at %s is refused', async (path) => {
    const project = await made.make(['--pattern', 'api']);
    const outside = temporaryFolder();
    if (existsSync(join(project.path, path))) project.remove(path);
    symlinkSync(outside, join(project.path, path));
    expect(await project.upgrade(['--yes', '--ci', 'none'])).toMatchObject({ code: 11 });
    expect(contentOf(outside)).toEqual({});
    remove(outside);
  });

  it('never makes anybody write through a link', async () => {
    const project = await made.make(['--pattern', 'api', '--ci', 'none']);
    const outside = temporaryFolder();
    symlinkSync(outside, join(project.path, '.github'));
    const outcome = await project.upgrade(['--yes', '--ci', 'github']);
    expect(outcome).toMatchObject({ code: 3, stdout: expect.stringContaining('.github is in the way') });
    expect(contentOf(outside)).toEqual({});
    remove(outside);
  });

  it('with a backup that leads outside does not undo anything', async () => {
    const project = await made.make(['--pattern', 'api']);
    const folder = join(project.path, '.serverless-pattern/backup/0001');
    mkdirSync(folder, { recursive: true });
    const stamp = { sha256: sha256(Buffer.from('x')), executable: false };
    const steps = [{ path: '../outside.txt', number: 0, before: stamp, after: stamp }];
    writeFileSync(
      join(folder, 'manifest.json'),
      JSON.stringify({ id: '0001', kind: 'upgrade', steps, folders: [] }),
    );
    writeFileSync(join(folder, '0'), 'x');
    expect((await project.upgrade(['--undo', '--yes'])).code).toBe(2);
    expect(existsSync(join(project.path, '..', 'outside.txt'))).toBe(false);
  });
});
