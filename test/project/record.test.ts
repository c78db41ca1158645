import { execFileSync } from 'node:child_process';
import { brotliCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileTree } from '../../src/generate/file-tree.ts';
import { gitBlobId, sha256 } from '../../src/project/hash.ts';
import { baseLine, basePath, statePath, templateGeneration, withRecord } from '../../src/project/record.ts';
import { parseBase, parseState } from '../../src/project/record-read.ts';

const answers = { pattern: 'api', name: 'Shop', slug: 'shop', stages: ['dev', 'prod'], endpoint: undefined };
const made = { answers, cli: '1.2.3' };
const textAt = (tree: FileTree, path: string) => Buffer.from(tree.get(path)!.content).toString('utf8');
const file = (content: string | Uint8Array, mode = 0o644) => ({ content: Buffer.from(content), mode });

describe('the record', () => {
  const tree: FileTree = new Map([
    ['b.ts', file('text ü\n')],
    ['a.sh', file('#!/bin/sh\n', 0o755)],
    ['logo.png', file(Uint8Array.of(137, 80, 0, 1))],
    ['package-lock.json', file('{}\n')],
    ['dev/local-cloud.mjs', file('export {};\n')],
  ]);
  const recorded = withRecord(tree, { ...made, skip: ['z', 'README.md'] });

  it('is added to the tree, which is not changed', () => {
    expect(tree.size).toBe(5);
    for (const [path, entry] of tree) expect(recorded.get(path)).toBe(entry);
    expect([...recorded.keys()].filter((path) => !tree.has(path))).toEqual([
      '.serverless-pattern/.gitattributes',
      '.serverless-pattern/.gitignore',
      basePath,
      statePath,
    ]);
  });

  it('holds the state with sorted keys, one a line', () => {
    expect(textAt(recorded, statePath)).toBe(
      [
        '{',
        '  "answers": {',
        '    "name": "Shop",',
        '    "pattern": "api",',
        '    "slug": "shop",',
        '    "stages": ["dev", "prod"]',
        '  },',
        '  "cli": "1.2.3",',
        '  "migrations": [],',
        '  "pattern": "api",',
        '  "skip": ["README.md", "z"],',
        '  "stateVersion": 1,',
        `  "templates": ${templateGeneration}`,
        '}',
        '',
      ].join('\n'),
    );
  });

  it('holds a line per file, sorted, with content where it is text', () => {
    const lines = textAt(recorded, basePath)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ p, m, z }) => [p, m, z !== undefined])).toEqual([
      ['a.sh', '755', true],
      ['b.ts', '644', true],
      ['dev/local-cloud.mjs', '644', false],
      ['logo.png', '644', false],
      ['package-lock.json', '644', false],
    ]);
  });

  it('is read back as it was', () => {
    const { entries, faults } = parseBase(textAt(recorded, basePath));
    expect(faults).toEqual([]);
    expect([...entries.keys()]).toEqual([...tree.keys()].sort());
    expect(Buffer.from(entries.get('b.ts')![0]!.content!).toString()).toBe('text ü\n');
    expect(entries.get('a.sh')![0]!.mode).toBe(0o755);
    expect(entries.get('logo.png')![0]).toMatchObject({ sha256: sha256(Buffer.from([137, 80, 0, 1])) });
    expect(parseState(textAt(recorded, statePath))).toMatchObject({
      state: { cli: '1.2.3', pattern: 'api' },
    });
  });

  it('has the same bytes for the same tree in any order', () => {
    const turned = withRecord(new Map([...tree].reverse()), { ...made, skip: ['README.md', 'z'] });
    expect(textAt(turned, basePath)).toBe(textAt(recorded, basePath));
    expect([...turned.keys()]).toEqual([...recorded.keys()]);
  });

  it('names blobs as git does', () => {
    const content = 'text ü\n';
    const git = execFileSync('git', ['hash-object', '--stdin'], { input: content, encoding: 'utf8' }).trim();
    expect(gitBlobId(Buffer.from(content))).toBe(git);
  });

  it('survives any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const line = JSON.stringify(baseLine('x.txt', file(text)));
        const entry = parseBase(line).entries.get('x.txt')![0]!;
        expect(entry.sha256).toBe(sha256(Buffer.from(text)));
        if (entry.content) expect(Buffer.from(entry.content).equals(Buffer.from(text))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('base.ndjson from anywhere', () => {
  const good = baseLine('a.ts', file('one'));
  const line = (more: object) => JSON.stringify({ ...good, ...more });
  const bomb = brotliCompressSync(Buffer.alloc(64 * 1024 * 1024));

  it.each([
    ['not JSON', '{"p":', 'it is not JSON'],
    ['no object', '[]', 'it is not a JSON object'],
    [
      'a prototype key',
      `{"__proto__":{"p":"x"},${JSON.stringify(good).slice(1)}`,
      '"__proto__" is not known',
    ],
    ['an unknown key', line({ run: 'rm' }), '"run" is not known'],
    ['a missing key', JSON.stringify({ p: 'a.ts' }), '"id" is missing'],
    ['a number for a text', line({ p: 1 }), '"p" is malformed'],
    ['a way out', line({ p: '../x' }), 'segment ".."'],
    ['an absolute path', line({ p: '/etc/passwd' }), 'absolute'],
    ["git's folder", line({ p: '.git/hooks/pre-commit' }), 'not the template'],
    ['a strange mode', line({ m: '4755' }), '"m" is malformed'],
    ['a digest of something else', line({ h: '0'.repeat(64) }), 'does not match its digest'],
    ['a content without encoding', line({ e: undefined }), 'come together'],
    ['no Brotli', line({ z: 'AAAA' }), 'cannot be decompressed'],
    ['a bomb', line({ z: bomb.toString('base64') }), 'too large'],
  ])('%s costs that line only', (_name, bad, says) => {
    const { entries, faults } = parseBase(`${bad}\n${JSON.stringify(baseLine('b.ts', file('two')))}\n`);
    expect([...entries.keys()]).toEqual(['b.ts']);
    expect(faults).toEqual([{ line: 1, message: expect.stringContaining(says) }]);
  });

  it('may have been merged: markers are passed over, and every base of a path is given', () => {
    const other = JSON.stringify(baseLine('a.ts', file('two')));
    const own = JSON.stringify(good);
    const text = ['<<<<<<< HEAD', own, '||||||| base', own, '=======', other, '>>>>>>> topic', ''].join('\n');
    const { entries, faults } = parseBase(text);
    expect(faults).toEqual([]);
    expect(entries.get('a.ts')!.map(({ content }) => Buffer.from(content!).toString())).toEqual([
      'one',
      'two',
    ]);
  });
});

describe('state.json from anywhere', () => {
  const state = {
    answers: {},
    cli: '1.0.0',
    migrations: [],
    pattern: 'api',
    skip: [],
    stateVersion: 1,
    templates: 1,
  };
  it.each([
    ['text', 'not JSON'],
    ['[]', 'not a JSON object'],
    [JSON.stringify({ ...state, stateVersion: 2 }), 'a newer version'],
    [JSON.stringify({ ...state, stateVersion: '1' }), '"stateVersion" is malformed'],
    [JSON.stringify({ ...state, cli: 'file:../evil' }), '"cli" is malformed'],
    [JSON.stringify({ ...state, templates: 0 }), '"templates" is malformed'],
    [JSON.stringify({ ...state, skip: 'x' }), '"skip" is malformed'],
    [JSON.stringify({ ...state, more: 1 }), '"more" is not known'],
    [JSON.stringify({ ...state, answers: { color: 'x' } }), '"color" is not an option'],
    [JSON.stringify({ ...state, answers: { name: { a: 1 } } }), '"name" is malformed'],
    [`{"__proto__":{},${JSON.stringify(state).slice(1)}`, '"__proto__" is not known'],
  ])('%s is a fault', (text, says) => {
    expect(parseState(text)).toMatchObject({ fault: { message: expect.stringContaining(says) } });
  });

  it('is taken when it is whole', () => {
    expect(parseState(JSON.stringify(state))).toEqual({ state });
  });
});
