import type { Change } from '../project/changes.ts';
import { sha256 } from '../project/hash.ts';
import type { Target } from '../project/target.ts';
import type { Io } from './io.ts';
import type { Settled } from './settle-answers.ts';

/** A file in the document of `--json`. Size and digest are those of what is, or would be, on disk at `path`. */
export interface ListedFile {
  path: string;
  /** Bytes. */
  size: number;
  sha256: string;
  action: Change['action'];
  notes?: string[];
}

/** The files of a project with what happens to each; a file written beside yours is listed with its own name. */
export function fileList(changes: readonly Change[]): ListedFile[] {
  return changes.map(({ path, action, entry, write, notes }) => {
    const { content } = write?.entry ?? entry;
    return {
      path: write?.path ?? path,
      size: content.length,
      sha256: sha256(content),
      action,
      ...(notes?.length ? { notes } : {}),
    };
  });
}

/** The one document of a successful run. */
export function printDocument(command: string, settled: Settled, target: Target, io: Io, more: object): void {
  const { answers, reproduce } = settled;
  const document = { ok: true, command, directory: target.path, answers, reproduce, ...more };
  io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

/** `1 file`, `96 files`. */
export function countFiles(count: number): string {
  return `${count} ${count === 1 ? 'file' : 'files'}`;
}

/** Bytes for people: `312 B`, `18 kB` (1 kB is 1000 bytes). */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const kilobytes = bytes / 1000;
  return kilobytes < 10 ? `${kilobytes.toFixed(1)} kB` : `${Math.round(kilobytes)} kB`;
}
