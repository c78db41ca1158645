import { join } from 'node:path';
import type { Disk } from './disk.ts';
import { sha256 } from './hash.ts';

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
const journalFile = (stage: string) => join(stage, 'journal.json');

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
 */
export function settle(disk: Disk, root: string, stage: string): void {
  const journal = readJournal(disk, stage);
  if (journal?.steps.some((step) => disk.look(newCopy(stage, step)))) undo(disk, root, stage, journal);
  if (journal) disk.removeFile(journalFile(stage));
  disk.removeTree(stage);
}

function undo(disk: Disk, root: string, stage: string, { steps, folders }: Journal): void {
  for (const step of [...steps].reverse()) {
    const place = join(root, step.path);
    const moved = !disk.look(newCopy(stage, step));
    if (!moved || !isOurs(disk, place, step)) continue;
    if (step.replaces) disk.rename(oldCopy(stage, step), place);
    else disk.removeFile(place);
  }
  for (const folder of [...folders].reverse()) {
    const path = join(root, folder);
    if (disk.look(path)?.isDirectory() && disk.list(path).length === 0) disk.removeFolder(path);
  }
}

function isOurs(disk: Disk, place: string, step: Step): boolean {
  return Boolean(disk.look(place)?.isFile()) && sha256(disk.readFile(place)) === step.sha256;
}

function readJournal(disk: Disk, stage: string): Journal | undefined {
  if (!disk.look(journalFile(stage))) return undefined;
  return JSON.parse(Buffer.from(disk.readFile(journalFile(stage))).toString('utf8')) as Journal;
}
