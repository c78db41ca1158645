import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { contentOf } from '../project/folder.ts';
import { type Project, projects, renderChanged } from './project.ts';

const made = projects();
afterAll(() => made.finish());

/** Templates that change what {@link conflicting} changes too. */
const newer = renderChanged((tree) => {
  tree.set('.nvmrc', '26\n');
  tree.set('dev/notes.md', 'of the template\n');
  tree.delete('.editorconfig');
  tree.set('package.json', tree.get('package.json')!.replace('"dev": "', '"dev": "FLAG=1 '));
});
const withNewer = { render: newer };

async function conflicting(): Promise<Project> {
  const project = await made.make(['--pattern', 'api']);
  project.write('.nvmrc', '22\n');
  project.write('dev/notes.md', 'mine\n');
  project.write('.editorconfig', 'root = false\n');
  project.edit('package.json', '"dev": "', '"dev": "MINE=1 ');
  return project;
}

const everything = ({ path }: Project) => {
  const all = Object.entries(contentOf(path));
  return Object.fromEntries(all.filter(([file]) => !file.startsWith('.serverless-pattern/backup/')));
};
const incoming = '.serverless-pattern/incoming';

describe('conflicts', () => {
  it('are told, kept until they are settled, and finished with --continue', async () => {
    const project = await conflicting();
    const done = await project.upgrade(['--yes'], withNewer);
    expect(done).toMatchObject({ code: 3, stderr: '' });
    expect(done.stdout).toContain('.nvmrc: choose between the lines marked');
    expect(project.read('.nvmrc')).toContain('<<<<<<< yours\n22\n');
    expect(project.read('dev/notes.md')).toBe('mine\n');
    expect(project.read(`${incoming}/dev/notes.md`)).toBe('of the template\n');
    expect(project.read('.editorconfig')).toBe('root = false\n');
    expect(JSON.parse(project.read('package.json')).scripts.dev).toMatch(/^MINE=1 /);

    const { report } = JSON.parse(
      (await (await conflicting()).upgrade(['--yes', '--json'], withNewer)).stdout,
    );
    expect(report).toContain('## Conflicts to settle\n\n- `.editorconfig`');
    expect(report).toContain('lie in `.serverless-pattern/incoming`');

    const again = await project.upgrade(['--yes'], withNewer);
    expect(again).toMatchObject({ code: 3, stderr: expect.stringContaining('upgrade --continue') });
    expect((await project.upgrade(['--check'], withNewer)).code).toBe(11);
    expect(await project.upgrade(['--continue'])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('.nvmrc still has conflict markers.'),
    });
    project.write('.nvmrc', '26\n');
    expect(await project.upgrade(['--continue'])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('dev/notes.md is still in the incoming folder.'),
    });
    project.remove(`${incoming}/dev/notes.md`);
    expect(await project.upgrade(['--continue'])).toMatchObject({
      code: 0,
      stdout: 'The upgrade is finished.\n',
    });
    expect(existsSync(join(project.path, incoming))).toBe(false);
    expect((await project.upgrade([], withNewer)).stdout).toBe('Up to date.\n');
    expect((await project.upgrade(['--continue'])).stdout).toBe('There is nothing to continue.\n');
  });

  it('are gone with --abort, whatever was done to them', async () => {
    const project = await conflicting();
    const before = everything(project);
    expect((await project.upgrade(['--yes'], withNewer)).code).toBe(3);
    project.write('.nvmrc', 'half settled\n');
    expect((await project.upgrade(['--abort'])).code).toBe(2);
    const aborted = await project.upgrade(['--abort', '--yes']);
    expect(aborted).toMatchObject({ code: 0, stdout: expect.stringContaining('.nvmrc was edited since') });
    expect(everything(project)).toEqual(before);
    expect(await project.upgrade(['--abort', '--yes'])).toMatchObject({ code: 2 });
    const backups = Object.values(contentOf(join(project.path, '.serverless-pattern/backup')));
    expect(backups).toContain('half settled\n');
  });

  it.each([
    ['sidecar', '22\n', 3],
    ['yours', '22\n', 0],
    ['template', '26\n', 0],
  ])('with --conflict %s leave %j', async (style, text, code) => {
    const project = await made.make(['--pattern', 'api']);
    project.write('.nvmrc', '22\n');
    expect((await project.upgrade(['--yes', '--conflict', style], withNewer)).code).toBe(code);
    expect(project.read('.nvmrc')).toBe(text);
    if (style === 'sidecar') expect(project.read(`${incoming}/.nvmrc`)).toBe('26\n');
    else expect((await project.upgrade([], withNewer)).stdout).toBe('Up to date.\n');
  });
});

describe('conflict markers that belong to a file', () => {
  const example = 'How to settle:\n\n<<<<<<< HEAD\nyours\n=======\ntheirs\n>>>>>>> topic\n';

  it.each([
    ['of your own', false],
    ['of the template too', true],
  ])('%s do not count as a conflict to settle', async (_name, both) => {
    const was = { render: renderChanged((tree) => both && tree.set('README.md', `a\n${example}`)) };
    const now = { render: renderChanged((tree) => tree.set('README.md', both ? `b\n${example}` : 'b\n')) };
    const project = await made.make(['--pattern', 'api'], was);
    project.write('README.md', `mine\n${example}`);
    const { stdout, code } = await project.upgrade(['--yes', '--json'], now);
    expect(code).toBe(3);
    expect(JSON.parse(stdout).pending).toEqual([{ path: 'README.md', kind: 'incoming' }]);
    project.remove(`${incoming}/README.md`);
    expect(await project.upgrade(['--continue'])).toMatchObject({
      code: 0,
      stdout: 'The upgrade is finished.\n',
    });
    expect(project.read('README.md')).toBe(`mine\n${example}`);
  });
});

describe('a file of the tool that the record tells upgrades to leave alone', () => {
  it('may be edited: --check is content', async () => {
    const project = await made.make(['--pattern', 'api']);
    project.write('dev/local-cloud.mjs', '// patched\n');
    expect((await project.upgrade(['--check'])).code).toBe(11);
    project.edit('.serverless-pattern/state.json', '"skip": []', '"skip": ["dev/local-cloud.mjs"]');
    expect(await project.upgrade(['--check'])).toMatchObject({ code: 0, stdout: 'Up to date.\n' });
  });
});

describe('a file whose name other systems refuse', () => {
  const changed = {
    render: renderChanged((tree) => tree.set('README.md', `${tree.get('README.md')}\nNew.\n`)),
  };

  it.skipIf(process.platform === 'win32').each(['aux.md', 'what?.md', 'Cafe\u0301.md', 'a:b.md', 'end.'])(
    'is upgraded where it is, and taken back: %j',
    async (name) => {
      const project = await made.make(['--pattern', 'api']);
      const text = project.read('README.md');
      project.remove('README.md');
      project.write(name, text.replace(/^# .*$/m, '# Mine'));
      const before = everything(project);
      expect(await project.upgrade(['--yes'], changed)).toMatchObject({ code: 0, stderr: '' });
      expect(project.read(name)).toBe(`${before[name]}\nNew.\n`);
      expect((await project.upgrade(['--undo', '--yes'])).code).toBe(0);
      expect(everything(project)).toEqual(before);
    },
  );

  it.skipIf(process.platform === 'win32')('can have a conflict, which --continue ends', async () => {
    const project = await made.make(['--pattern', 'api']);
    const text = project.read('README.md');
    project.remove('README.md');
    project.write('aux.md', `${text}\nMine.\n`);
    expect((await project.upgrade(['--yes'], changed)).code).toBe(3);
    expect(project.read('aux.md')).toContain('<<<<<<< yours\n\nMine.');
    expect((await project.upgrade(['--check'], changed)).stdout).toContain('aux.md has a conflict');
    expect((await project.upgrade(['--continue'])).stderr).toContain('aux.md still has conflict markers');
    project.write('aux.md', text);
    expect((await project.upgrade(['--continue'])).code).toBe(0);
    expect((await project.upgrade(['--check'], changed)).stdout).toBe('Up to date.\n');
  });

  it("in a folder that is never written is nobody's renamed template", async () => {
    const project = await made.make(['--pattern', 'api']);
    const text = project.read('README.md');
    project.remove('README.md');
    project.write('git~1/README.md', text);
    expect(await project.upgrade(['--yes'], changed)).toMatchObject({ code: 0, stderr: '' });
    expect(project.read('git~1/README.md')).toBe(text);
  });
});

describe('--undo', () => {
  it('puts back every byte, one upgrade after the other', async () => {
    const project = await made.make(['--pattern', 'api']);
    project.write('.nvmrc', '22\r\n');
    const first = everything(project);
    expect((await project.upgrade(['--yes', '--ci', 'gitlab'])).code).toBe(0);
    const second = everything(project);
    expect((await project.upgrade(['--yes', '--api', 'rest'])).code).toBe(0);
    expect((await project.upgrade(['--undo', '--yes'])).code).toBe(0);
    expect(everything(project)).toEqual(second);
    expect((await project.upgrade(['--undo', '--yes'])).code).toBe(0);
    expect(everything(project)).toEqual(first);
    expect(await project.upgrade(['--undo', '--yes'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no upgrade to undo'),
    });
  });

  it('needs a yes, and says what it did as one document', async () => {
    const project = await made.make(['--pattern', 'api']);
    await project.upgrade(['--yes', '--ci', 'none']);
    expect((await project.upgrade(['--undo'])).code).toBe(2);
    const { stdout } = await project.upgrade(['--undo', '--yes', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, status: 'undone', edited: [], backup: '0002' });
  });

  it('takes a finished upgrade with conflicts back too', async () => {
    const project = await conflicting();
    const before = everything(project);
    await project.upgrade(['--yes'], withNewer);
    project.write('.nvmrc', '26\n');
    project.remove(`${incoming}/dev/notes.md`);
    expect((await project.upgrade(['--continue'])).code).toBe(0);
    expect((await project.upgrade(['--undo', '--yes'])).code).toBe(0);
    expect(everything(project)).toEqual(before);
  });

  it('refuses a backup that was tampered with', async () => {
    const project = await made.make(['--pattern', 'api']);
    project.write('README.md', 'mine\n');
    await project.upgrade(['--yes', '--ci', 'none']);
    const after = everything(project);
    for (const file of Object.keys(contentOf(join(project.path, '.serverless-pattern/backup/0001')))) {
      if (/^\d+$/.test(file)) project.write(`.serverless-pattern/backup/0001/${file}`, 'other');
    }
    expect(await project.upgrade(['--undo', '--yes'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('no longer has'),
    });
    expect(everything(project)).toEqual(after);
  });
});

describe('eject', () => {
  it('removes the record and nothing else, and names the weekly job that needs it', async () => {
    const project = await made.make(['--pattern', 'api']);
    const { run } = await import('../cli/harness.ts');
    expect((await run(['eject'], project.path)).code).toBe(2);
    const rest = Object.keys(everything(project)).filter((file) => !file.startsWith('.serverless-pattern/'));
    const ejected = await run(['eject', '--yes'], project.path);
    expect(ejected.code).toBe(0);
    expect(ejected.stdout).toContain(
      'Remove .github/workflows/upgrade.yml too: it runs "upgrade" every week',
    );
    expect(Object.keys(everything(project))).toEqual(rest);
    expect((await run(['eject', '--yes'], project.path)).code).toBe(2);
    expect((await project.upgrade()).code).toBe(2);
  });
});
