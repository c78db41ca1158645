import type { FileEntry } from '../generate/file-tree.ts';
import type { FoundConflict, FoundNotice } from './merge-text.ts';
import type { OperationKind } from './types.ts';

/** What becomes of one file, before it is known whether its place is free. */
export interface Outcome {
  /** Where it goes. */
  path: string;
  /** Where it is in your project now; undefined: it is not there. */
  from?: string;
  /** Undefined: there is no such file in the merged project. */
  entry?: FileEntry;
  /** Your file as it is, for when it cannot go to its new place. */
  yours?: FileEntry;
  /** The template's version, for when it has to go to the incoming folder. */
  next?: { path: string; entry: FileEntry };
  op: OperationKind;
  conflicts: FoundConflict[];
  notices: FoundNotice[];
  /** The template's version goes to the incoming folder. */
  incoming: boolean;
}
