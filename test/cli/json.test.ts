import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run, smallProjectPaths, temporaryFolder } from './harness.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const json = async (argv: string[], more = {}) => {
  const ran = await run([...argv, '--json'], folder.path, more);
  return { ...ran, document: JSON.parse(ran.stdout) };
};

describe('--json', () => {
  it('is one document with every file, its size and digest', async () => {
    const { code, document, stderr } = await json(['shop', '--pattern', 'api']);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(document).toMatchObject({ ok: true, command: 'create', directory: join(folder.path, 'shop') });
    expect(document.files.map(({ path }: { path: string }) => path).sort()).toEqual(smallProjectPaths);
    for (const { path, size, sha256, action } of document.files) {
      const content = readFileSync(join(folder.path, 'shop', path));
      expect(action).toBe('create');
      expect(size).toBe(content.length);
      expect(sha256).toBe(createHash('sha256').update(content).digest('hex'));
    }
    expect(document.nextSteps).toEqual(['cd shop', 'npm run dev', 'npm run test', 'npm run deploy']);
    expect(document.reproduce).toContain('shop --pattern api --yes');
    expect(document.answers.slug).toBe('shop');
  });

  it('tells a preview, with diffs when asked', async () => {
    const { document } = await json(['shop', '--pattern', 'api', '--dry-run', '--diff']);
    expect(document.dryRun).toBe(true);
    expect(document.files.find(({ path }: { path: string }) => path === 'README.md').diff).toContain(
      '+# shop',
    );
  });

  it('is one document for wrong use', async () => {
    const { code, document, stderr } = await json(['--pattern', 'apy', '--stages', 'X']);
    expect(code).toBe(2);
    expect(stderr).toBe('');
    expect(document).toMatchObject({ ok: false, exitCode: 2, error: { code: 'bad-answers' } });
    const options = document.error.faults.map(({ option }: { option: string }) => option);
    expect(options).toEqual(expect.arrayContaining(['pattern', 'name', 'stages']));
  });

  it('is one document for a flag that is not known', async () => {
    const { code, document } = await json(['shop', '--patern', 'api']);
    expect(code).toBe(2);
    expect(document.error).toMatchObject({
      code: 'unknown-option',
      message: expect.stringContaining('--pattern'),
    });
  });

  it('is one document for files in the way', async () => {
    mkdirSync(join(folder.path, 'shop'));
    writeFileSync(join(folder.path, 'shop/README.md'), 'mine');
    const { code, document } = await json(['shop', '--pattern', 'api']);
    expect(code).toBe(3);
    expect(document.error.faults).toEqual([{ path: 'README.md', message: 'README.md is there already.' }]);
  });

  it('is one document for a failing install, which says where the project is', async () => {
    const { code, document } = await json(['shop', '--pattern', 'api'], {
      run: async () => ({ code: 1, stdout: '', stderr: 'npm error network\n' }),
    });
    expect(code).toBe(4);
    expect(document.error.code).toBe('install-failed');
    expect(document.error.hint).toContain('cd shop\n  npm install');
    expect(document.error.faults).toEqual([{ message: 'npm error network' }]);
  });

  it('is one document for a defect, with a stack only under DEBUG', async () => {
    const render = async () => {
      throw new Error('broken');
    };
    const plain = await json(['shop', '--pattern', 'api'], { render });
    expect(plain).toMatchObject({ code: 1, stderr: '' });
    expect(plain.document.error.message).toMatch(/fault of create-serverless-pattern \d+\.\d+\.\d+: broken/);
    const debug = await json(['shop', '--pattern', 'api'], { render, env: { DEBUG: '1' } });
    expect(debug.stderr).toContain('at ');
  });

  it('comes from list, explain and schema', async () => {
    expect((await json(['list'])).document.patterns).toHaveLength(7);
    const { document } = await json(['explain', '1']);
    expect(document.pattern.slug).toBe('api');
    expect(document.options.map(({ flag }: { flag: string }) => flag)).toContain('--region');
    expect((await json(['explain', 'spaa'])).document.error.hint).toBe('Did you mean spa?');
    expect((await json(['schema'])).document.properties.pattern.enum).toContain('storage-first');
  });
});
