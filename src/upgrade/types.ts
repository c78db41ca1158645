import type { FileTree } from '../generate/file-tree.ts';

/** What to leave in the project where both sides changed the same thing. */
export type ConflictStyle = 'inline' | 'sidecar' | 'yours' | 'template';

/** A path the template gave another name. With `dir`, a whole folder: everything under `from` is under `to`. */
export interface Rename {
  from: string;
  to: string;
  dir?: boolean;
}

/** A base of which only the digest is known: lock files, binaries, and lines of the record that were lost. */
export interface BaseDigest {
  /** SHA-256 of the content, lower-case hexadecimal. */
  sha256: string;
  mode: number;
}

export interface MergeInput {
  /** What the template gave last time. */
  base: FileTree;
  /** What is on disk now. */
  yours: FileTree;
  /** What the template gives today, or for other answers. */
  next: FileTree;
  /** Bases known by digest alone. A path in `base` is not looked up here. */
  digests?: ReadonlyMap<string, BaseDigest>;
  renames?: readonly Rename[];
  /** Default `inline`. */
  conflict?: ConflictStyle;
}

export type ConflictKind =
  /** Both changed the same lines. */
  | 'content'
  /** Both changed the same JSON value, setting or variable; yours is in the file. */
  | 'value'
  /** A clean merge of the lines that would not be sound code or data. */
  | 'unsound'
  /** The template deleted a file that you changed. */
  | 'deleted-by-template'
  /** You and the template added different files at one path. */
  | 'both-added'
  /** A binary, or a file whose base is known by digest only, changed on both sides. */
  | 'unmergeable'
  /** One side has a symbolic link where the other has a file. */
  | 'symlink'
  /** A file stands where the other side has a folder. */
  | 'file-folder'
  /** Two paths differ in letter case only. */
  | 'letter-case'
  /** The new place of a moved file is taken by a file of yours. */
  | 'occupied'
  /** The file still has markers of an earlier conflict. */
  | 'markers'
  /** The file's encoding cannot hold what the template adds. */
  | 'encoding'
  /** A path that must not be written. */
  | 'unsafe-path';

/** Something that a person has to decide. */
export interface Conflict {
  /** Path in the merged tree (or, for what is not there, the template's path). */
  path: string;
  kind: ConflictKind;
  /** One sentence: what happened, what was done, what to do. */
  message: string;
  /** JSON pointer (or variable name) of the value in question. */
  pointer?: string;
  base?: string;
  yours?: string;
  template?: string;
}

export type NoticeKind =
  | 'deleted-by-you'
  | 'deleted-by-template'
  | 'renamed-by-template'
  | 'renamed-by-you'
  | 'moved-with-folder'
  | 'stays-behind'
  | 'version-raised'
  | 'install'
  | 'review'
  | 'imports-merged'
  | 'import-restored'
  | 'both-added-items'
  | 'comments'
  | 'resolved'
  /** A call of yours that a migration should have changed, or an import that names what is no longer there. */
  | 'call-site'
  | 'rename-ignored'
  | 'unsafe-path';

/** Something that was decided and that a person should know. */
export interface Notice {
  path: string;
  kind: NoticeKind;
  message: string;
  pointer?: string;
  /** For renames and moves: the path that the file had. */
  from?: string;
  /** For `resolved`: whose version was taken. */
  resolution?: 'yours' | 'template';
  base?: string;
  yours?: string;
  template?: string;
}

/** `keep`: yours, untouched. `update`: the template's, byte for byte. `move` may carry a merged content too. */
export type OperationKind = 'create' | 'update' | 'merge' | 'move' | 'delete' | 'keep' | 'conflict';

/** What happens to one path, for the preview. */
export interface Operation {
  path: string;
  op: OperationKind;
  /** For `move`: the path it had. */
  from?: string;
}

export interface MergeResult {
  /** The merged project. Files that are not part of a change are the very objects of `yours`. */
  files: FileTree;
  conflicts: Conflict[];
  notices: Notice[];
  /** One entry for each path that the template knows or that moved, sorted by path. */
  operations: Operation[];
  /** The template's version of files that could not be merged, by the template's path; for the `incoming` folder. */
  incoming: FileTree;
}
