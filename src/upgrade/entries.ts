import { createHash } from 'node:crypto';
import type { FileEntry } from '../generate/file-tree.ts';
import type { BaseDigest } from './types.ts';

/** True when two entries hold the same bytes and are both files or both links. The mode is not looked at. */
export function sameContent(a: FileEntry, b: FileEntry): boolean {
  if (a === b) return true;
  return Boolean(a.link) === Boolean(b.link) && Buffer.compare(a.content, b.content) === 0;
}

/** True when the bytes of a regular file have the digest. */
export function matchesDigest(entry: FileEntry, digest: BaseDigest): boolean {
  return (
    !entry.link && createHash('sha256').update(entry.content).digest('hex') === digest.sha256.toLowerCase()
  );
}

/**
 * Three-way value of the permission bits, bit by bit: a bit that the template changed is the template's, any other is
 * yours. A bit has two values, so the two sides can never change one bit to different values.
 */
export function mergeMode(base: number, yours: number, next: number): number {
  const changed = base ^ next;
  return (yours & ~changed) | (next & changed);
}

/** The entry with another mode; the very same object when it has that mode already. */
export function withMode(entry: FileEntry, mode: number): FileEntry {
  return entry.mode === mode ? entry : { ...entry, mode };
}
