import { describe, expect, test } from 'vitest';
import { checkPath, extension, foldersAbove, linkStaysInside } from '../../src/upgrade/paths.ts';

const bad = [
  '',
  '/etc/passwd',
  '..',
  '../outside',
  'a/../../outside',
  'a/..',
  './a',
  'a//b',
  'a/',
  'a\\b',
  'C:/windows',
  'file.txt:stream',
  'a\u0000b',
  'a\nb',
  'cafe\u0301.txt',
  'CON',
  'docs/aux.txt',
  'lpt1.log',
  'name.',
  'name ',
  '.git/config',
  '.GIT/hooks/pre-commit',
  'sub/.git',
  'GIT~1/config',
  '.g\u200cit/config',
  '.git\u200b/config',
  '\uff0egit/config',
  'node_modules/x/index.js',
  'web/Node_Modules/x.js',
  '.serverless-pattern/state.json',
  '.Serverless-Pattern/base.ndjson',
  'a?b',
  'x'.repeat(256),
  'a/'.repeat(600),
  '\ud800.txt',
];
const good = [
  'README.md',
  '.gitignore',
  '.github/workflows/ci.yml',
  'infra/lib/api-stack.ts',
  'web/src/[id].tsx',
  'caf\u00e9.txt',
  'a b/c.txt',
  'console.ts',
  'com10.txt',
  '..hidden/file',
  'git~x/file',
  'x'.repeat(255),
];

describe('the path rule', () => {
  test.each(bad)('refuses %j', (path) => {
    expect(checkPath(path)).toMatch(/\S/);
  });

  test.each(good)('allows %j', (path) => {
    expect(checkPath(path)).toBeUndefined();
  });
});

test('a link stays inside when its target does', () => {
  expect(linkStaysInside('docs/a', '../README.md')).toBe(true);
  expect(linkStaysInside('docs/a', 'b/c')).toBe(true);
  for (const target of ['', '../../x', '/etc', 'C:\\x', 'a\\b', 'b/../../../x']) {
    expect(linkStaysInside('docs/a', target)).toBe(false);
  }
});

test('the parts of a path', () => {
  expect(foldersAbove('a/b/c')).toEqual(['a/b', 'a']);
  expect(foldersAbove('a')).toEqual([]);
  expect([extension('a/B.TS'), extension('.env'), extension('a.b/c')]).toEqual(['.ts', '', '']);
});
