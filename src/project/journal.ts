import { join } from 'node:path';
import type { Disk } from './disk.ts';
import { sha256 } from './hash.ts';
import { damagedJournal, journalFile, refuseOddLayout } from './stage-layout.ts';
import { isBehindLink, lookBelow, removeIfEmpty } from './upgrade/look.ts';
import { isWritable, isWritableFolder } from './upgrade/manifest.ts';

/** One file of a write into a directory that exists. `number` names its copies in the temporary folder. */
export interface Step {
  path: string;
  number: number;
  /** SHA-256 of what is written. */
  sha256: string;
  /** True when a file of yours is replaced; `old/<number>` holds it. */
  replaces: boolean;
}

/** What a write into a directory that exists is about to do; its presence says that the write has begun. */
export interface Journal {
  steps: Step[];
  /** Folders that are made, the outer before the inner. */
  folders: string[];
}

export const newCopy = (stage: string, step: Step) => join(stage, 'new', String(step.number));
export const oldCopy = (stage: string, step: Step) => join(stage, 'old', String(step.number));

/** Puts the journal beside the copies, in one rename. */
export async function writeJournal(disk: Disk, stage: string, journal: Journal): Promise<void> {
  const draft = join(stage, 'journal.tmp');
  disk.writeFile(draft, Buffer.from(JSON.stringify(journal)), 0o600);
  await disk.flushFiles([draft]);
  disk.rename(draft, journalFile(stage));
  disk.flushFolder(stage);
}

/**
 * Ends the write that a temporary folder in `root` stands for. One that had not begun left nothing to do. One that had
 * moved every file is done. Any other is undone: files of yours come back, new ones go unless they were edited since.
 * True when it was undone. Throws a {@link Failure} when the journal cannot be used; everything stays then.
 */
export function settle(disk: Disk, root: string, stage: string): boolean {
  refuseOddLayout(disk, stage);
  const journal = readJournal(disk, stage);
  const begun = journal !== undefined && isHalfDone(disk, stage, journal);
  if (begun) undo(disk, root, stage, journal);
  if (journal) disk.removeFile(journalFile(stage));
  disk.removeTree(stage);
  return begun;
}

/** True while some of the files have moved to their places, and others may not have. */
export function isHalfDone(disk: Disk, stage: string, { steps }: Journal): boolean {
  return steps.some((step) => disk.look(newCopy(stage, step)));
}

function undo(disk: Disk, root: string, stage: string, { steps, folders }: Journal): void {
  for (const step of [...steps].reverse()) {
    const place = join(root, step.path);
    const moved = !disk.look(newCopy(stage, step));
    if (!moved || isBehindLink(disk, root, step.path) || !isOurs(disk, place, step)) continue;
    if (!step.replaces) disk.removeFile(place);
    else if (disk.look(oldCopy(stage, step))) disk.rename(oldCopy(stage, step), place);
  }
  for (const folder of [...folders].reverse()) {
    if (!isBehindLink(disk, root, folder)) removeIfEmpty(disk, join(root, folder));
  }
}

function isOurs(disk: Disk, place: string, step: Step): boolean {
  return Boolean(lookBelow(disk, place)?.isFile()) && sha256(disk.readFile(place)) === step.sha256;
}

/** The journal in a temporary folder, which may come from anywhere; `undefined` when there is none. */
export function readJournal(disk: Disk, stage: string): Journal | undefined {
  if (!disk.look(journalFile(stage))) return undefined;
  try {
    const { steps, folders } = JSON.parse(
      Buffer.from(disk.readFile(journalFile(stage))).toString('utf8'),
    ) as Journal;
    if (steps.every(isStep) && folders.every(isWritableFolder)) return { steps, folders };
  } catch {
    // Said below.
  }
  throw damagedJournal(stage);
}

function isStep({ path, number, sha256: digest, replaces }: Step): boolean {
  return (
    typeof path === 'string' &&
    isWritable(path) &&
    Number.isSafeInteger(number) &&
    number >= 0 &&
    /^[0-9a-f]{64}$/.test(digest) &&
    typeof replaces === 'boolean'
  );
}
