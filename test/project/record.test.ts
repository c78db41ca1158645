import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumsOfHistory, sumsPath } from '../../scripts/generation/sums.ts';
import type { FileTree } from '../../src/generate/file-tree.ts';
import { render } from '../../src/generate/render.ts';
import { baseLine } from '../../src/project/base-line.ts';
import { localDisk } from '../../src/project/disk.ts';
import { gitBlobId, sha256 } from '../../src/project/hash.ts';
import { readTree } from '../../src/project/read-tree.ts';
import { basePath, statePath, templateGeneration, withRecord } from '../../src/project/record.ts';
import { parseBase, parseState } from '../../src/project/record-read.ts';
import { newestTexts, releasedTexts } from '../../src/project/released-texts.ts';
import { goldenFolder } from '../golden-trees.ts';
import { answersOf } from '../matrix/rows.ts';
import { seedFrom } from '../upgrade/seed.ts';

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
        '  "stateVersion": 2,',
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
      ['b.ts', undefined, true],
      ['dev/local-cloud.mjs', undefined, false],
      ['logo.png', undefined, false],
      ['package-lock.json', undefined, false],
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
        for (const path of ['x.txt', 'README.md', 'services/any/infra.ts']) {
          const line = JSON.stringify(baseLine(path, file(text)));
          const entry = parseBase(line).entries.get(path)![0]!;
          expect(entry.sha256).toBe(sha256(Buffer.from(text)));
          if (entry.content) expect(Buffer.from(entry.content).equals(Buffer.from(text))).toBe(true);
        }
      }),
      { numRuns: 100, seed: seedFrom('PROPERTY_SEED', 4_711) },
    );
  });
});

describe('the size of a record', () => {
  const recordOf = (tree: FileTree) => {
    const recorded = withRecord(tree, { ...made, answers: { ...answers, name: 'Golden shop' } });
    return [...recorded]
      .filter(([path]) => !tree.has(path))
      .reduce((sum, [, { content }]) => sum + content.length, 0);
  };
  const projects = readdirSync(goldenFolder).map((slug) => ({
    slug,
    tree: readTree(localDisk, join(goldenFolder, slug)).tree,
  }));
  const smallest = projects.reduce((least, each) => (each.tree.size < least.tree.size ? each : least));

  it('is at most 30 kB for the project nearest to 50 files, although it has more', () => {
    expect(smallest.tree.size).toBeGreaterThan(50);
    expect(recordOf(smallest.tree)).toBeLessThanOrEqual(30_000);
  });

  it.each(projects)('is at most 600 bytes a file: $slug', ({ tree }) => {
    expect(recordOf(tree)).toBeLessThanOrEqual(tree.size * 600);
  });

  it('stays so with other answers and services, which no release has written', () => {
    const services = ['orders', 'customers', 'parcels', 'invoices'];
    const row = {
      pattern: 'secured',
      name: 'Söhne & Co',
      services,
      stages: ['a', 'b', 'c'],
      packageManager: 'pnpm',
    };
    const tree = render(answersOf(row), new Uint8Array());
    expect(recordOf(tree)).toBeLessThanOrEqual(tree.size * 600);
  });
});

describe('what releases have left in history/', () => {
  it('is as its digests say: records are read with it', () => {
    expect(readFileSync(sumsPath, 'utf8')).toBe(sumsOfHistory());
  });

  it('has every number of texts, none longer than the window of the compressor', () => {
    for (let number = 1; number <= newestTexts; number += 1) {
      const lengths = [...releasedTexts(number)!.values()].map(({ length }) => length);
      expect(lengths.length).toBeGreaterThan(50);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(32 * 1024);
    }
    expect(releasedTexts(newestTexts + 1)).toBeUndefined();
  });
});

describe('base.ndjson from anywhere', () => {
  const good = baseLine('a.ts', file('one'));
  const line = (more: object) => JSON.stringify({ ...good, ...more });
  const zeros = Buffer.alloc(64 * 1024 * 1024);
  const bomb = {
    brotli: brotliCompressSync(zeros).toString('base64'),
    deflate: deflateRawSync(zeros).toString('base64'),
  };

  it.each([
    ['not JSON', '{"p":', 'it is not JSON'],
    ['no object', '[]', 'it is not a JSON object'],
    [
      'a prototype key',
      `{"__proto__":{"p":"x"},${JSON.stringify(good).slice(1)}`,
      '"__proto__" is not known',
    ],
    ['an unknown key', line({ run: 'rm' }), '"run" is not known'],
    ['a missing key', JSON.stringify({ p: 'a.ts' }), '"h" is missing'],
    ['a number for a text', line({ p: 1 }), '"p" is malformed'],
    ['a way out', line({ p: '../x' }), 'segment ".."'],
    ['an absolute path', line({ p: '/etc/passwd' }), 'absolute'],
    ["git's folder", line({ p: '.git/hooks/pre-commit' }), 'not the template'],
    ['a strange mode', line({ m: '4755' }), '"m" is malformed'],
    ['a digest of something else', line({ h: '0'.repeat(64) }), 'does not match its digest'],
    ['a content without encoding', line({ e: undefined }), '"z" comes with "e" or "t"'],
    ['a content with two encodings', line({ t: 1 }), '"z" comes with "e" or "t"'],
    ['texts without a content', line({ e: undefined, z: undefined, t: 1 }), '"z" comes with "e" or "t"'],
    ['texts of later', line({ e: undefined, t: newestTexts + 1 }), 'this version does not have'],
    ['texts of a file', line({ e: undefined, t: '../1' }), '"t" is malformed'],
    ['texts of no number', line({ e: undefined, t: 1e-9 }), '"t" is malformed'],
    ['a text that is none', line({ e: undefined, t: 1, f: '__proto__' }), 'this version does not have'],
    ['a bomb behind a text', line({ e: undefined, t: 1, f: 'README.md', z: bomb.deflate }), 'too large'],
    ['no deflate', line({ e: undefined, t: 1, f: 'README.md', z: 'BBBB' }), 'cannot be decompressed'],
    ['no Brotli', line({ z: 'AAAA' }), 'cannot be decompressed'],
    ['a bomb', line({ z: bomb.brotli }), 'too large'],
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
    [JSON.stringify({ ...state, stateVersion: 3 }), 'a newer version'],
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
