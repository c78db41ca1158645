/** A file of a project in memory. `mode` is the POSIX permission bits (0o644, 0o755); a `link` holds its target as content. */
export interface FileEntry {
  content: Uint8Array;
  mode: number;
  link?: boolean;
}

/** Files by POSIX path relative to the project root, in sorted order. */
export type FileTree = Map<string, FileEntry>;

/** The same tree with its paths in code-unit order, so that everything made from it is deterministic. */
export function sortTree(tree: FileTree): FileTree {
  return new Map([...tree].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** A UTF-8 text file with mode 644, or 755 when `executable`. */
export function textFile(text: string, executable = false): FileEntry {
  return { content: Buffer.from(text, 'utf8'), mode: executable ? 0o755 : 0o644 };
}
