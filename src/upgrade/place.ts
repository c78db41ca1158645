import type { FileEntry, FileTree } from '../generate/file-tree.ts';
import type { Outcome } from './outcome.ts';
import { foldersAbove } from './paths.ts';
import type { ConflictKind } from './types.ts';

/** A file tree in the making that knows what is in the way of a new path, also where letter case does not count. */
interface Site {
  files: Map<string, FileEntry>;
  fileByFolded: Map<string, string>;
  folderByFolded: Map<string, string>;
}

/** Every outcome with its place: those that could not go where they wanted are changed accordingly. */
export interface Placed {
  files: FileTree;
  outcomes: Outcome[];
}

/**
 * Puts the outcomes into one tree in which no file is in another's way. What stays where it is comes first, then what
 * moves, then what is new: a move that is not possible is given up, a new file goes to the incoming folder.
 */
export function place(outcomes: readonly Outcome[]): Placed {
  let current = [...outcomes];
  for (;;) {
    const site: Site = { files: new Map(), fileByFolded: new Map(), folderByFolded: new Map() };
    for (const outcome of current) if (stays(outcome)) put(site, outcome.path, outcome.entry!);
    const failed = current.find((outcome) => moves(outcome) && !tryPut(site, outcome));
    if (failed) {
      current = current.map((outcome) =>
        outcome === failed ? stayBehind(outcome, obstacle(site, outcome.path)!) : outcome,
      );
      continue;
    }
    current = current.map((outcome) => {
      if (!isNew(outcome) || tryPut(site, outcome)) return outcome;
      return setAside(outcome, obstacle(site, outcome.path)!);
    });
    return { files: site.files, outcomes: current };
  }
}

const stays = ({ entry, from, path }: Outcome) => entry !== undefined && from === path;
const moves = ({ entry, from, path }: Outcome) => entry !== undefined && from !== undefined && from !== path;
const isNew = ({ entry, from }: Outcome) => entry !== undefined && from === undefined;

function fold(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

function put(site: Site, path: string, entry: FileEntry): void {
  site.files.set(path, entry);
  site.fileByFolded.set(fold(path), path);
  for (const folder of foldersAbove(path)) site.folderByFolded.set(fold(folder), folder);
}

function tryPut(site: Site, { path, entry }: Outcome): boolean {
  if (obstacle(site, path)) return false;
  put(site, path, entry!);
  return true;
}

interface Obstacle {
  kind: ConflictKind;
  path: string;
}

/** What stands in the way of a file at the path, if anything. */
function obstacle(site: Site, path: string): Obstacle | undefined {
  const same = site.fileByFolded.get(fold(path));
  if (same !== undefined) return { kind: same === path ? 'occupied' : 'letter-case', path: same };
  const folder = site.folderByFolded.get(fold(path));
  if (folder !== undefined) return { kind: 'file-folder', path: folder };
  for (const above of foldersAbove(path)) {
    const file = site.fileByFolded.get(fold(above));
    if (file !== undefined)
      return { kind: site.files.get(file)!.link ? 'symlink' : 'file-folder', path: file };
  }
  return undefined;
}

/** A file that cannot move stays as it is in your project. */
function stayBehind(outcome: Outcome, { kind, path }: Obstacle): Outcome {
  const reason = `It should move from ${outcome.from} to ${outcome.path}, but ${path} is in the way.`;
  const stayed = { ...outcome, path: outcome.from!, entry: outcome.yours!, notices: [] };
  if (!outcome.next) {
    const message = `${reason} It stays where it is.`;
    return { ...stayed, op: 'keep', notices: [{ kind: 'stays-behind', message }] };
  }
  const message = `${reason} Yours stays where it is, unchanged.`;
  return { ...stayed, op: 'conflict', conflicts: [{ kind, message }], incoming: true };
}

/** A new file of the template that has no place goes to the incoming folder. */
function setAside(outcome: Outcome, { kind, path }: Obstacle): Outcome {
  const message = `The template adds this file, but ${path} is in the way. Make room for it, or leave it out.`;
  return { ...outcome, entry: undefined, op: 'conflict', conflicts: [{ kind, message }], incoming: true };
}
