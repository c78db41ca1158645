import { describe, expect, it } from 'vitest';
import { checkTree } from '../../src/project/check-tree.ts';
import { directoryFaults } from '../../src/project/directory-name.ts';
import { treeOf } from './folder.ts';

describe('a directory', () => {
  it.each([
    'shop',
    'a b',
    '日本語',
    '../shop',
    '/tmp/shop',
    '.',
    './x/../y',
    "it's",
    'a;touch PWNED',
    '.hidden',
  ])('may be %s', (directory) => {
    expect(directoryFaults('/home/me', directory)).toEqual([]);
  });

  it.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['a\0b', 'no path may hold'],
    ['node_modules', 'node_modules'],
    ['node_modules/x', 'node_modules'],
    ['x/Node_Modules', 'Node_Modules'],
    ['.git', '.git'],
    ['CON', 'device name'],
    ['x/nul.txt', 'device name'],
    ['shop.', 'ends with a dot'],
    ['a:b', 'colon'],
    ['-rf', 'hyphen'],
    ['a\nb', 'control character'],
    ['x'.repeat(300), 'longer than 255 bytes'],
  ])('may not be %j', (directory, says) => {
    const faults = directoryFaults('/home/me', directory);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(says);
    expect(faults[0]!.length).toBeLessThan(200);
  });

  it('is not judged by the folders that it is run in', () => {
    expect(directoryFaults('/mnt/c:/odd.', 'shop')).toEqual([]);
    expect(directoryFaults('/home/me/node_modules/x', 'shop')).toHaveLength(1);
  });
});

describe('the paths of a project', () => {
  it.each([
    '../x',
    '/x',
    '.git/config',
    'a/.env',
    'nul',
    'a/node_modules/b',
    'a\\b',
  ])('may not be %s', (path) => {
    expect(() => checkTree(treeOf({ [path]: '' }))).toThrow(/the templates hold/);
  });

  it('may not differ in letter case alone', () => {
    expect(() => checkTree(treeOf({ 'a/B.ts': '', 'a/b.ts': '' }))).toThrow(/cannot tell apart/);
  });
});
