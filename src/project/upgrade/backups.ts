import { join } from 'node:path';
import type { FileEntry } from '../../generate/file-tree.ts';
import type { Disk } from '../disk.ts';
import { Failure } from '../failure.ts';
import { sha256 } from '../hash.ts';
import { recordFolder } from '../record.ts';
import { type Manifest, manifestFile, readManifest, type Step } from './manifest.ts';

/** So many backups are kept; each holds only what changed. */
const mostBackups = 10;

/** Folder of a backup: originals by number, and the manifest. */
export const backupFolder = (root: string, id: string) => join(root, recordFolder, 'backup', id);

/** Names of the backups of a project, oldest first. */
export function backupIds(disk: Disk, root: string): string[] {
  const folder = join(root, recordFolder, 'backup');
  if (!disk.look(folder)?.isDirectory()) return [];
  const ids = disk.list(folder).filter((name) => /^\d{4,9}$/.test(name));
  return ids.filter((id) => disk.look(join(folder, id))?.isDirectory()).sort((a, b) => Number(a) - Number(b));
}

/** The name of the next backup. */
export function nextBackupId(ids: readonly string[]): string {
  return String(Number(ids.at(-1) ?? 0) + 1).padStart(4, '0');
}

/** The manifests of all backups that can be used, oldest first. */
export function manifestsOf(disk: Disk, root: string): Manifest[] {
  return backupIds(disk, root).flatMap((id) => {
    const manifest = readManifest(disk, manifestFile(backupFolder(root, id)));
    return manifest?.id === id ? [manifest] : [];
  });
}

/** The manifest of the last upgrade that was not undone; `undefined` when there is none. */
export function lastUpgrade(disk: Disk, root: string): Manifest | undefined {
  const manifests = manifestsOf(disk, root);
  const undone = new Set(manifests.map(({ undid }) => undid));
  return manifests.findLast(({ id, kind }) => kind === 'upgrade' && !undone.has(id));
}

/** The original of a step; `undefined` when there was none. Throws when the backup does not hold it. */
export function originalOf(disk: Disk, root: string, { id }: Manifest, step: Step): FileEntry | undefined {
  if (!step.before) return undefined;
  const copy = join(backupFolder(root, id), String(step.number));
  const found = disk.look(copy);
  const content = found?.isFile() ? disk.readFile(copy) : undefined;
  if (!content || sha256(content) !== step.before.sha256) {
    throw new Failure(
      'environment',
      'damaged-backup',
      `The backup ${id} no longer has ${step.path} as it was.`,
      {
        hint: `What is left of it is in ${recordFolder}/backup/${id}.`,
      },
    );
  }
  return { content, mode: found!.mode & 0o777 };
}

/** Removes the oldest backups. */
export function pruneBackups(disk: Disk, root: string): void {
  for (const id of backupIds(disk, root).slice(0, -mostBackups)) disk.removeTree(backupFolder(root, id));
}
