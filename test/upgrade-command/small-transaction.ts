import type { Disk } from '../../src/project/disk.ts';
import type { Write } from '../../src/project/upgrade/stage-writes.ts';
import { transact } from '../../src/project/upgrade/transaction.ts';

/** A project with a file for every kind of change. */
export const originalFiles: Record<string, string> = {
  '.serverless-pattern/state.json': 'old state\n',
  'a/kept.txt': 'kept\n',
  'a/replaced.txt': 'before\n',
  'b/deleted.txt': 'deleted\n',
  docs: 'a file\n',
  'folder/inner.txt': 'inner\n',
};

const entry = (text: string) => ({ content: Buffer.from(text), mode: 0o644 });
const original = (path: string) => entry(originalFiles[path]!);

/** New, replaced and deleted files, a file that becomes a folder, a folder that becomes a file; the state last. */
export const fileWrites: Write[] = [
  { path: 'a/replaced.txt', before: original('a/replaced.txt'), after: entry('after\n') },
  { path: 'b/deleted.txt', before: original('b/deleted.txt') },
  { path: 'docs', before: original('docs') },
  { path: 'docs/index.txt', after: entry('in a folder\n') },
  { path: 'folder/inner.txt', before: original('folder/inner.txt') },
  { path: 'folder', after: entry('a file now\n') },
  { path: 'new/deep/made.txt', after: entry('made\n') },
  {
    path: '.serverless-pattern/state.json',
    before: original('.serverless-pattern/state.json'),
    after: entry('new state\n'),
  },
];

/** Makes all these changes at once. */
export function transactFiles(disk: Disk, root: string): Promise<string> {
  return transact(disk, root, fileWrites, { kind: 'upgrade', shown: root });
}
