import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { everydayEdits, everyEditIsThere } from './everyday-edits.ts';
import { answersFor } from './in-memory.ts';
import { projects, readySlugs, renderChanged } from './project.ts';

const made = projects();
afterAll(() => made.finish());

/** Parts, services and stages that come and go, where a pattern has them. */
const toggles = [
  ['--stages', 'dev,test,prod'],
  ['--frontend', 'angular'],
  ['--auth', 'cognito'],
  ['--auth', 'lambda'],
  ['--edge', 'security-headers,failover'],
  ['--intake', 'kinesis'],
  ['--intake', 's3'],
  ['--services', 'orders,billing'],
  ['--services', 'orders'],
];

function takes(pattern: string, [flag = '', value = '']: readonly string[]): boolean {
  return (
    answersFor({ pattern, [flag.slice(2)]: value.includes(',') ? value.split(',') : value }) !== undefined
  );
}

describe.each(
  readySlugs.map((slug, index) => [slug, readySlugs[(index + 1) % readySlugs.length]!] as const),
)('edits of pattern %s', (slug, other) => {
  it(`survive every toggle, and a move to ${other} and back`, async () => {
    const project = await made.make(['--pattern', slug]);
    everydayEdits(project);
    for (const flags of [
      // Storage first takes a REST API, and so has nothing to choose.
      ...(slug === 'storage-first' ? [] : [['--api', 'rest']]),
      ['--ci', 'gitlab'],
      ['--package-manager', 'bun'],
      ['--domain', 'shop.example.com'],
      ['--alarms-email', 'ops@example.com'],
      ...toggles.filter((flags) => takes(slug, flags)),
    ]) {
      const outcome = await project.upgrade([...flags, '--yes', '--accept', 'all']);
      expect(outcome, `${flags} ${outcome.stdout}`).toMatchObject({ code: 0, stderr: '' });
      everyEditIsThere(project);
    }
    expect((await project.upgrade()).stdout).toBe('Up to date.\n');
    const moved = await project.upgrade(['--pattern', other, '--yes', '--accept', 'all', '--json']);
    expect(moved.stderr).toBe('');
    expect(JSON.parse(moved.stdout).conflicts).toEqual([]);
    everyEditIsThere(project);
    const back = await project.upgrade(['--pattern', slug, '--yes', '--accept', 'all', '--json']);
    expect(JSON.parse(back.stdout).conflicts).toEqual([]);
    everyEditIsThere(project);
    expect((await project.upgrade()).stdout).toBe('Up to date.\n');
  });
});

describe('new templates', () => {
  const newer = renderChanged((tree) => {
    tree.set('infra/lib/tracing.ts', 'export const tracing = true;\n');
    tree.set('.nvmrc', '26\n');
    tree.delete('.editorconfig');
    tree.set('README.md', tree.get('README.md')!.replace('## ', '## New: '));
  }, 'export const version = 2;\n');

  it('are told first, and written with --yes', async () => {
    const project = await made.make(['--pattern', 'api']);
    const looked = await project.upgrade(['--dry-run'], { render: newer });
    expect(looked).toMatchObject({ code: 0, stderr: '' });
    const [files = ''] = looked.stdout.split('\n\nWhat a deploy does in AWS');
    expect(files.split('\n').filter((line) => line.startsWith('  '))).toEqual([
      '  create    infra/lib/tracing.ts',
      '  update    .nvmrc',
      '  update    README.md',
      '  update    dev/local-cloud.mjs',
      '  delete    .editorconfig',
    ]);
    expect(existsSync(join(project.path, 'infra/lib/tracing.ts'))).toBe(false);
    const refused = await project.upgrade([], { render: newer });
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
    expect(project.read('.nvmrc')).toBe('24\n');
    expect((await project.upgrade(['--yes'], { render: newer })).code).toBe(0);
    expect(project.read('.nvmrc')).toBe('26\n');
    expect(project.read('dev/local-cloud.mjs')).toBe('export const version = 2;\n');
    expect(existsSync(join(project.path, '.editorconfig'))).toBe(false);
    expect((await project.upgrade([], { render: newer })).stdout).toBe('Up to date.\n');
  });

  it('are shown as a diff', async () => {
    const project = await made.make(['--pattern', 'api']);
    const shown = await project.upgrade(['--diff'], { render: newer });
    expect(shown.stdout).toContain('--- a/.nvmrc\n+++ b/.nvmrc\n@@ -1,1 +1,1 @@\n-24\n+26\n');
    expect(shown.stdout).toContain('--- /dev/null\n+++ b/infra/lib/tracing.ts\n');
  });

  it('come as one document with --json', async () => {
    const project = await made.make(['--pattern', 'api']);
    project.write('.nvmrc', '22\n');
    const { stdout, code } = await project.upgrade(['--json', '--yes'], { render: newer });
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      command: 'upgrade',
      status: 'conflicts',
      conflicts: [{ path: '.nvmrc', kind: 'content' }],
      pending: [{ path: '.nvmrc', kind: 'markers' }],
      operations: expect.arrayContaining([
        expect.objectContaining({ path: '.editorconfig', op: 'delete', after: null }),
        expect.objectContaining({ path: 'infra/lib/tracing.ts', op: 'create', before: null }),
      ]),
    });
  });

  it('are written in part with --only, and the rest the next time', async () => {
    const project = await made.make(['--pattern', 'api']);
    expect(
      (await project.upgrade(['--yes', '--only', 'infra/**', '--only', '*.md'], { render: newer })).code,
    ).toBe(0);
    expect(project.read('infra/lib/tracing.ts')).toContain('tracing');
    expect(project.read('README.md')).toContain('## New: ');
    expect(project.read('.nvmrc')).toBe('24\n');
    expect((await project.upgrade(['--check'], { render: newer })).code).toBe(10);
    expect((await project.upgrade(['--yes'], { render: newer })).code).toBe(0);
    expect(project.read('.nvmrc')).toBe('26\n');
  });

  it('are not left out in silence where --only names nothing', async () => {
    const project = await made.make(['--pattern', 'api']);
    const slip = await project.upgrade(['--yes', '--only', 'infra/**', '--only', 'inrfa/**'], {
      render: newer,
    });
    expect(slip.code).toBe(2);
    expect(slip.stderr).toContain('--only "inrfa/**" names no file, before or after the upgrade.');
    expect(project.read('README.md')).not.toContain('## New: ');
    const move = await project.upgrade(['--pattern', '7', '--dry-run', '--only', 'web/**']);
    expect(move.stdout).toMatch(/Left out for another time: \d+ files \(--json names them\)\./);
  });

  it('are left out for another time with --except, and the report says so', async () => {
    const project = await made.make(['--pattern', 'api']);
    const flags = ['--yes', '--json', '--except', 'infra/**', '--except', '.nvmrc'];
    const { stdout, code } = await project.upgrade(flags, { render: newer });
    expect(code).toBe(0);
    const { leftOut, report } = JSON.parse(stdout);
    expect(leftOut).toEqual(['.nvmrc', 'infra/lib/tracing.ts']);
    expect(report).toContain('| update | `README.md` |');
    expect(report).toContain('## Left out\n\n- `.nvmrc`\n- `infra/lib/tracing.ts`\n');
    expect(project.read('README.md')).toContain('## New: ');
    expect(project.read('.nvmrc')).toBe('24\n');
    const except = ['--except', 'infra/**', '--except', '.nvmrc'];
    expect((await project.upgrade(['--check', ...except], { render: newer })).code).toBe(0);
    expect((await project.upgrade(['--check'], { render: newer })).code).toBe(10);
    expect((await project.upgrade(['--yes'], { render: newer })).code).toBe(0);
    expect(project.read('infra/lib/tracing.ts')).toContain('tracing');
  });

  it('leave alone what the record says to skip', async () => {
    const project = await made.make(['--pattern', 'api']);
    project.edit('.serverless-pattern/state.json', '"skip": []', '"skip": [".nvmrc", "dev/**"]');
    expect((await project.upgrade(['--yes'], { render: newer })).code).toBe(0);
    expect(project.read('.nvmrc')).toBe('24\n');
    expect(project.read('dev/local-cloud.mjs')).toContain('version = 1');
    expect((await project.upgrade([], { render: newer })).stdout).toBe('Up to date.\n');
  });

  it('never replace an edited file of the tool, and --check says that it was edited', async () => {
    const project = await made.make(['--pattern', 'api']);
    project.write('dev/local-cloud.mjs', '// mine\n');
    expect(await project.upgrade(['--check'])).toMatchObject({
      code: 11,
      stdout: expect.stringContaining('dev/local-cloud.mjs belongs to the tool and was edited.'),
    });
    expect((await project.upgrade(['--yes'], { render: newer })).code).toBe(3);
    expect(project.read('dev/local-cloud.mjs')).toBe('// mine\n');
    expect(project.read('.serverless-pattern/incoming/dev/local-cloud.mjs')).toContain('version = 2');
  });

  it('take your files along when they move a folder, but no link and no name that other systems refuse', async () => {
    const project = await made.make(['--pattern', 'api']);
    const [from, to] = ['services/orders/handlers', 'services/orders/functions'];
    project.write(`${from}/mine.ts`, 'export const mine = 1;\n');
    project.write(`${from}/what?.ts`, 'export const odd = 1;\n');
    symlinkSync('mine.ts', join(project.path, from, 'link.ts'));
    const render = renderChanged((tree) => {
      for (const [path, text] of [...tree]) {
        if (!path.startsWith(`${from}/`)) continue;
        tree.delete(path);
        tree.set(to + path.slice(from.length), text);
      }
    });
    expect((await project.upgrade(['--yes'], { render })).code).toBe(0);
    expect(project.read(`${to}/mine.ts`)).toBe('export const mine = 1;\n');
    expect(readdirSync(join(project.path, from))).toEqual(['link.ts', 'what?.ts']);
    expect((await project.upgrade([], { render })).stdout).toBe('Up to date.\n');
  });

  it('follow a file that was renamed', async () => {
    const project = await made.make(['--pattern', 'api']);
    const readme = project.read('README.md');
    project.remove('README.md');
    project.write('docs/start.md', readme);
    expect((await project.upgrade(['--yes'], { render: newer })).code).toBe(0);
    expect(project.read('docs/start.md')).toContain('## New: ');
    expect(existsSync(join(project.path, 'README.md'))).toBe(false);
  });
});

describe('--check', () => {
  it('is 0 when up to date, 10 when not, in words and in a document', async () => {
    const project = await made.make(['--pattern', 'api']);
    expect(await project.upgrade(['--check'])).toMatchObject({ code: 0, stdout: 'Up to date.\n' });
    expect((await project.upgrade(['--check', '--ci', 'none'])).code).toBe(10);
    const { code, stdout } = await project.upgrade(['--check', '--json', '--ci', 'none']);
    expect(code).toBe(10);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'available', to: { answers: { ci: 'none' } } });
    expect((await project.upgrade(['--check', '--region', 'us-east-1'])).code).toBe(12);
  });
});

describe('answers that cannot be used', () => {
  it.each([
    [['--endpoint', 'edge'], 'applies only with --api rest'],
    [['--ci', 'jenkins'], 'is not one of'],
    [['--set', 'colour=red'], '"colour" is not an option'],
    [['--set', 'ci'], 'has no key and value'],
    [['--check', '--undo'], 'do not go together'],
    [['--undo', '--ci', 'none'], 'do not go together'],
    [['--conflict', 'mine'], 'Allowed choices'],
  ])('%s', async (flags, says) => {
    const project = await made.make(['--pattern', 'api']);
    expect(await project.upgrade([...flags, '--yes'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(says),
    });
  });

  it('are those of a folder that is no project', async () => {
    const project = await made.make(['--pattern', 'api']);
    expect(await project.upgrade(['infra'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('not a project'),
    });
    expect(await project.upgrade(['nowhere'])).toMatchObject({ code: 2 });
  });
});
