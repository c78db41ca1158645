import { join } from 'node:path';
import { checkOwnPath, checkPath } from '../../upgrade/paths.ts';
import type { Disk } from '../disk.ts';
import { sha256 } from '../hash.ts';
import { recordFolder } from '../record.ts';
import { lookBelow } from './look.ts';

/** A file as a transaction found or left it. */
export interface Stamp {
  sha256: string;
  executable: boolean;
}

/** One path of a transaction. `number` names its copies. */
export interface Step {
  path: string;
  number: number;
  /** Absent: nothing is there. */
  before?: Stamp;
  after?: Stamp;
}

/** What a transaction does. It lies with the originals, so that they can be put back any time. */
export interface Manifest {
  /** Name of the backup, `0001` and so on. */
  id: string;
  kind: 'upgrade' | 'undo' | 'continue';
  /** For an undo: the backup that it put back. */
  undid?: string;
  steps: Step[];
  /** Folders that are made, the outer before the inner. */
  folders: string[];
}

/** Originals of a transaction lie in a folder by number, next to this file. */
export const manifestFile = (folder: string) => join(folder, 'manifest.json');

/** Reads a manifest, which may come from anywhere: `undefined` unless it is whole and names safe paths alone. */
export function readManifest(disk: Disk, file: string): Manifest | undefined {
  if (!lookBelow(disk, file)?.isFile()) return undefined;
  try {
    const value = JSON.parse(Buffer.from(disk.readFile(file)).toString('utf8')) as Manifest;
    const good =
      /^\d{4,9}$/.test(value.id) &&
      ['upgrade', 'undo', 'continue'].includes(value.kind) &&
      (value.undid === undefined || /^\d{4,9}$/.test(value.undid)) &&
      value.steps.every(isStep) &&
      value.steps.at(-1)?.after !== undefined &&
      value.folders.every(isWritableFolder);
    return good ? value : undefined;
  } catch {
    return undefined;
  }
}

function isStep({ path, number, before, after }: Step): boolean {
  return (
    typeof path === 'string' &&
    isWritable(path) &&
    Number.isSafeInteger(number) &&
    number >= 0 &&
    isStamp(before) &&
    isStamp(after)
  );
}

function isStamp(stamp: Stamp | undefined): boolean {
  if (stamp === undefined) return true;
  return /^[0-9a-f]{64}$/.test(stamp.sha256) && typeof stamp.executable === 'boolean';
}

/** True for what a transaction may write: files of the project by any name that this system has, the record, and the incoming folder. */
export function isWritable(path: string): boolean {
  const record = `${recordFolder}/`;
  if (!path.startsWith(record)) return checkOwnPath(path) === undefined && !/(^|\/)\.env$/.test(path);
  const inner = path.slice(record.length);
  if (['state.json', 'base.ndjson', '.gitignore', '.gitattributes', 'x'].includes(inner)) return true;
  return inner.startsWith('incoming/') && checkPath(inner) === undefined;
}

/** True for a folder in which something may be written. */
export function isWritableFolder(path: unknown): boolean {
  return typeof path === 'string' && isWritable(`${path}/x`);
}

/** True when a path is as the stamp says. Windows knows no executable bit. */
export function isAs(disk: Disk, place: string, stamp: Stamp | undefined): boolean {
  const found = lookBelow(disk, place);
  if (!stamp) return found === undefined;
  if (!found?.isFile()) return false;
  const executable = (found.mode & 0o100) !== 0;
  if (process.platform !== 'win32' && executable !== stamp.executable) return false;
  return sha256(disk.readFile(place)) === stamp.sha256;
}
