import type { FileEntry } from '../generate/file-tree.ts';

/** What to do with a file of yours that has the name of one of the project. */
export const conflictPolicies = ['error', 'skip', 'merge'] as const;
export type ConflictPolicy = (typeof conflictPolicies)[number];

/** What happens to one path of the project. */
export type Action =
  /** A new file. */
  | 'create'
  /** There already, with the same bytes. */
  | 'same'
  /** A file of yours stays as it is, and the project's is not written. */
  | 'keep'
  /** A file of yours gets what it lacks. */
  | 'merge'
  /** A file of yours stays as it is, and the project's is written beside it. */
  | 'beside'
  /** A file of yours is in the way. */
  | 'conflict';

export interface Change {
  /** Path in the project. */
  path: string;
  action: Action;
  /** What the project has for the path. */
  entry: FileEntry;
  /** What is written, and where; absent when nothing is. */
  write?: { path: string; entry: FileEntry; replaces?: Uint8Array };
  /** What a reader should know, as a sentence part: `kept your "scripts.test"`. */
  notes?: string[];
}
