import { join } from 'node:path';
import type { FileEntry } from '../../generate/file-tree.ts';
import { foldersAbove } from '../../upgrade/paths.ts';
import type { Disk } from '../disk.ts';
import { sha256 } from '../hash.ts';
import { journalFile } from '../stage-layout.ts';
import { backupIds, nextBackupId } from './backups.ts';
import { lookBelow } from './look.ts';
import { isWritable, type Manifest, manifestFile, type Stamp, type Step } from './manifest.ts';
import { refuseChanged } from './refuse-changed.ts';
import { newCopy, oldCopy } from './settle.ts';

/** What one path shall become, and what it has to be now. */
export interface Write {
  path: string;
  before?: FileEntry;
  after?: FileEntry;
}

/** Copies originals and new versions into the folder of a transaction, and says what it is about to do. */
export function stageWrites(
  disk: Disk,
  root: string,
  stage: string,
  writes: readonly Write[],
  { kind, undid }: { kind: Manifest['kind']; undid?: string },
): Manifest {
  disk.makeFolder(join(stage, 'new'));
  disk.makeFolder(join(stage, 'old'));
  const steps = writes.map(({ path, before, after }, number): Step => {
    if (!isWritable(path) || before?.link || after?.link) throw new Error(`${path} must not be written`);
    const step: Step = { path, number, before: stampOf(before), after: stampOf(after) };
    refuseChanged(disk, root, step);
    const mode = lookBelow(disk, join(root, path))?.mode ?? 0o644;
    if (before) writeCopy(disk, oldCopy(stage, number), before.content, mode & 0o777);
    if (after && kind === 'undo') writeCopy(disk, newCopy(stage, number), after.content, after.mode);
    else if (after && before)
      writeCopy(disk, newCopy(stage, number), after.content, adjusted(mode, after.mode));
    else if (after) disk.writeFile(newCopy(stage, number), after.content, after.mode);
    return step;
  });
  const manifest: Manifest = {
    id: nextBackupId(backupIds(disk, root)),
    kind,
    ...(undid ? { undid } : {}),
    steps,
    folders: missingFolders(disk, root, steps),
  };
  disk.writeFile(manifestFile(join(stage, 'old')), Buffer.from(JSON.stringify(manifest)), 0o644);
  return manifest;
}

/** Every copy that has to be on disk before the transaction begins. */
export function copiesOf(stage: string, { steps }: Manifest): string[] {
  return [
    manifestFile(join(stage, 'old')),
    ...steps.filter(({ before }) => before).map(({ number }) => oldCopy(stage, number)),
    ...steps.filter(({ after }) => after).map(({ number }) => newCopy(stage, number)),
  ];
}

/** From this rename on, the next run knows that something may have to be put back. */
export async function announce(disk: Disk, stage: string, manifest: Manifest): Promise<void> {
  const draft = join(stage, 'journal.tmp');
  disk.writeFile(draft, Buffer.from(JSON.stringify(manifest)), 0o600);
  await disk.flushFiles([draft]);
  for (const folder of ['new', 'old']) disk.flushFolder(join(stage, folder));
  disk.rename(draft, journalFile(stage));
  disk.flushFolder(stage);
}

/** A copy that has the permissions of a file of yours. */
function writeCopy(disk: Disk, path: string, content: Uint8Array, mode: number): void {
  disk.writeFile(path, content, mode);
  disk.setMode(path, mode);
}

function missingFolders(disk: Disk, root: string, steps: readonly Step[]): string[] {
  const needed = new Set(steps.filter(({ after }) => after).flatMap(({ path }) => foldersAbove(path)));
  return [...needed]
    .filter((folder) => !lookBelow(disk, join(root, folder))?.isDirectory())
    .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1));
}

function stampOf(entry: FileEntry | undefined): Stamp | undefined {
  return entry && { sha256: sha256(entry.content), executable: (entry.mode & 0o100) !== 0 };
}

/** The permissions of your file, executable as the new version says. */
function adjusted(mode: number, after: number): number {
  return after & 0o100 ? (mode & 0o777) | ((mode & 0o444) >> 2) : mode & 0o666;
}
