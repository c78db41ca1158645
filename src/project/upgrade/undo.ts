import { join } from 'node:path';
import type { FileEntry } from '../../generate/file-tree.ts';
import type { Disk } from '../disk.ts';
import { Failure } from '../failure.ts';
import { recordFolder } from '../record.ts';
import { lastUpgrade, originalOf } from './backups.ts';
import { refuseOtherState } from './fits-undo.ts';
import { linkAbove, lookBelow } from './look.ts';
import { isAs, type Manifest } from './manifest.ts';
import type { Write } from './stage-writes.ts';
import { readEntry } from './work-tree.ts';

/** What puts the last upgrade back. */
export interface UndoPlan {
  manifest: Manifest;
  writes: Write[];
  /** Paths that were edited since the upgrade; what they hold now becomes part of a new backup. */
  edited: string[];
}

/** Plans to put back every file as it was before the last upgrade that was not undone. Throws a {@link Failure} when that upgrade did not make the present state. */
export function planUndo(disk: Disk, root: string): UndoPlan {
  const manifest = lastUpgrade(disk, root);
  if (!manifest) {
    throw new Failure(
      'usage',
      'nothing-to-undo',
      'There is no upgrade to undo: the project has no backup of one.',
      {
        hint: 'Backups are kept on the machine that ran the upgrade; git may have the files as they were.',
      },
    );
  }
  refuseOtherState(disk, root, manifest);
  const edited: string[] = [];
  const writes = manifest.steps.flatMap((step): Write[] => {
    const { path } = step;
    const place = join(root, path);
    const here = entryAt(disk, root, path);
    if (here?.link) throw inTheWay(path);
    const original = originalOf(disk, root, manifest, step);
    const own = path.startsWith(`${recordFolder}/`);
    if (!own && !isAs(disk, place, step.after) && !isAs(disk, place, step.before)) edited.push(path);
    // The state comes last and is written in any case, because the last write is what counts.
    const last = step === manifest.steps.at(-1);
    if (!last && isAs(disk, place, step.before)) return [];
    return [{ path, before: here, after: original }];
  });
  return { manifest, writes, edited };
}

function entryAt(disk: Disk, root: string, path: string): FileEntry | undefined {
  const linked = linkAbove(disk, root, path);
  if (linked !== undefined) throw inTheWay(linked);
  const found = lookBelow(disk, join(root, path));
  return found && !found.isDirectory() ? readEntry(disk, root, path) : undefined;
}

function inTheWay(path: string): Failure {
  return new Failure('conflict', 'link-in-the-way', `${path} is a link, and nothing is written through it.`, {
    hint: 'Move it away and run the command again.',
  });
}
