import { afterAll, describe, expect, it } from 'vitest';
import { localDisk } from '../../src/project/disk.ts';
import { ownLimits, unreadNotes } from '../../src/project/upgrade/own-files.ts';
import { readWorkTree } from '../../src/project/upgrade/work-tree.ts';
import { put, remove, temporaryFolder } from './folder.ts';

const folder = temporaryFolder();
afterAll(() => remove(folder));
put(folder, {
  'assets/a.png': 'x'.repeat(40),
  'assets/b.jpg': 'x'.repeat(40),
  'notes/c.ts': 'x'.repeat(30),
  'notes/d.md': 'x'.repeat(30),
  'README.md': 'x'.repeat(500),
});
const read = (limits = ownLimits) => readWorkTree(localDisk, folder, new Set(['README.md']), limits);

describe('the files of a project', () => {
  it('are all read within the limits', () => {
    const { files, unread } = read();
    expect([...files.keys()]).toEqual([
      'README.md',
      'assets/a.png',
      'assets/b.jpg',
      'notes/c.ts',
      'notes/d.md',
    ]);
    expect(unread).toEqual([]);
    expect(unreadNotes(unread)).toEqual([]);
  });

  it.each([
    ['files', { ...ownLimits, files: 3 }, ['assets/b.jpg']],
    ['bytes', { ...ownLimits, bytes: 100 }, ['assets/b.jpg']],
    [
      'files, of which text alone fits',
      { ...ownLimits, files: 1 },
      ['assets/a.png', 'assets/b.jpg', 'notes/d.md'],
    ],
  ])('beyond a limit of %s are named, pictures before text, and known ones never', (_what, limits, unread) => {
    const tree = read(limits);
    expect(tree.unread).toEqual(unread);
    expect(tree.files.has('notes/c.ts')).toBe(true);
    expect(tree.files.has('README.md')).toBe(true);
    expect(tree.files.size).toBe(5 - unread.length);
  });

  it('that were not read are told of by their folders', () => {
    const [note] = unreadNotes(['a/1', 'a/2', 'b/1', 'c/1', 'd/1', 'e']);
    expect(note).toMatch(/^6 files of your own in a, b, c and 2 more folders were not looked at/);
  });
});
