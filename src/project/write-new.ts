import { basename, dirname, join, relative, sep } from 'node:path';
import type { FileTree } from '../generate/file-tree.ts';
import type { Disk } from './disk.ts';
import { diskFailure } from './disk-failure.ts';
import { Failure } from './failure.ts';
import { leftoversIn, removeAtExit, temporaryName, tryRemoveTree } from './leftovers.ts';
import { journalFile } from './stage-layout.ts';
import { firstExisting, type Target } from './target.ts';

/**
 * Makes a directory with a whole project in it, or nothing: the tree is written and flushed in a temporary folder
 * beside its place, which one rename then gives its name. Folders above the project that are missing are part of
 * the temporary folder, so that they too come with the rename.
 */
export async function writeNew(disk: Disk, target: Target, tree: FileTree): Promise<void> {
  const parent = firstExisting(disk, target.path);
  const [first = '', ...inner] = relative(parent, target.path).split(sep);
  const place = join(parent, first);
  const stage = join(parent, temporaryName(first));
  const keep = removeAtExit(disk, stage);
  try {
    for (const leftover of leftoversIn(disk, parent)) {
      // One with a journal is of a run that changed files of the parent, and holds their originals.
      if (!disk.look(journalFile(leftover))) disk.removeTree(leftover);
    }
    disk.makeFolder(stage);
    const root = join(stage, ...inner);
    disk.makeFolders(root);
    await disk.flushFiles(writeTree(disk, root, tree));
    disk.rename(stage, place);
  } catch (error) {
    tryRemoveTree(disk, stage);
    const { code } = error as NodeJS.ErrnoException;
    if (code && ['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EISDIR'].includes(code)) throw tooLate(place, error);
    throw diskFailure(error, target.shown);
  } finally {
    keep();
  }
  try {
    disk.flushFolder(dirname(place));
  } catch {
    // The project is there; a power cut in the next seconds may still undo the rename, whole.
  }
}

/** Writes every file, and gives their full paths. */
function writeTree(disk: Disk, root: string, tree: FileTree): string[] {
  const folders = new Set<string>();
  for (const [path, { content, mode }] of tree) {
    const file = join(root, path);
    const folder = dirname(file);
    if (!folders.has(folder)) disk.makeFolders(folder);
    folders.add(folder);
    disk.writeFile(file, content, mode);
  }
  return [...tree.keys()].map((path) => join(root, path));
}

function tooLate(place: string, cause: unknown): Failure {
  return new Failure('conflict', 'directory-in-the-way', `${basename(place)} came into being meanwhile.`, {
    hint: 'Run the command again, or choose another directory.',
    cause,
  });
}
