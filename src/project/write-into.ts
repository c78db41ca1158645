import { join } from 'node:path';
import { foldersAbove } from '../upgrade/paths.ts';
import type { Change } from './changes.ts';
import type { Disk } from './disk.ts';
import { diskFailure } from './disk-failure.ts';
import { Failure } from './failure.ts';
import { sha256 } from './hash.ts';
import { newCopy, oldCopy, type Step, settle, writeJournal } from './journal.ts';
import { leftoversIn, removeAtExit, temporaryName } from './leftovers.ts';
import type { Target } from './target.ts';

type Write = NonNullable<Change['write']>;

/**
 * Writes changes into a directory that exists: every file is first written and flushed in a temporary folder inside it,
 * then moved to its place, so that no file is ever half there. A journal lets an error, or the run after a kill, put
 * everything back as it was.
 */
export async function writeInto(disk: Disk, target: Target, changes: readonly Change[]): Promise<void> {
  const writes = changes.flatMap(({ write }) => (write ? [write] : []));
  if (writes.length === 0) return;
  const root = target.path;
  const stage = join(root, temporaryName(''));
  const keep = removeAtExit(disk, stage);
  try {
    disk.makeFolder(stage);
    const journal = prepare(disk, root, stage, writes);
    const copies = journal.steps.flatMap((step) => [
      newCopy(stage, step),
      ...(step.replaces ? [oldCopy(stage, step)] : []),
    ]);
    await disk.flushFiles(copies);
    await writeJournal(disk, stage, journal);
    // From here on nothing waits, so no signal is served before the end.
    keep();
    for (const folder of journal.folders) disk.makeFolder(join(root, folder));
    for (const [index, step] of journal.steps.entries()) {
      refuseChanged(disk, root, writes[index]!);
      disk.rename(newCopy(stage, step), join(root, step.path));
    }
  } catch (error) {
    keep();
    trySettle(disk, root, stage);
    throw diskFailure(error, target.shown);
  }
  trySettle(disk, root, stage);
}

/** Settles what killed runs left in a directory, before anybody looks at what is in it. */
export function clearLeftovers(disk: Disk, target: Target): void {
  if (!target.exists) return;
  try {
    for (const stage of leftoversIn(disk, target.path)) settle(disk, target.path, stage);
  } catch (error) {
    throw diskFailure(error, target.shown);
  }
}

function prepare(disk: Disk, root: string, stage: string, writes: readonly Write[]) {
  disk.makeFolder(join(stage, 'new'));
  disk.makeFolder(join(stage, 'old'));
  const steps = writes.map(({ path, entry, replaces }, number): Step => {
    const step = { path, number, sha256: sha256(entry.content), replaces: replaces !== undefined };
    // A file of yours keeps its permissions.
    const mode = replaces ? (disk.look(join(root, path))?.mode ?? entry.mode) & 0o777 : entry.mode;
    disk.writeFile(newCopy(stage, step), entry.content, mode);
    if (replaces) {
      disk.writeFile(oldCopy(stage, step), replaces, mode);
      for (const copy of [oldCopy(stage, step), newCopy(stage, step)]) disk.setMode(copy, mode);
    }
    return step;
  });
  const folders = new Set(writes.flatMap(({ path }) => foldersAbove(path)));
  const missing = [...folders].filter((folder) => !disk.look(join(root, folder)));
  return {
    steps,
    folders: missing.sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1)),
  };
}

/** Somebody may have written the file since it was compared. */
function refuseChanged(disk: Disk, root: string, { path, replaces }: Write): void {
  const place = join(root, path);
  const found = disk.look(place);
  const asBefore = replaces
    ? found?.isFile() && Buffer.compare(disk.readFile(place), replaces) === 0
    : found === undefined;
  if (asBefore) return;
  throw new Failure(
    'conflict',
    'changed-meanwhile',
    `${path} was changed while the project was being written.`,
    {
      hint: 'Everything is as it was. Run the command again.',
    },
  );
}

/** Puts everything back, or tidies up when all is in place. What this cannot do now is left to the next run. */
function trySettle(disk: Disk, root: string, stage: string): void {
  try {
    settle(disk, root, stage);
  } catch {
    // The journal stays, and the first error says more than this one.
  }
}
