import { type FileEntry, type FileTree, textFile } from '../../generate/file-tree.ts';
import { fileKind } from '../file-kind.ts';

/** The same tree with the text of its code files changed. Links, binaries and files in other encodings stay as they are. */
export function editCode(tree: FileTree, edit: (text: string, path: string) => string): FileTree {
  return new Map([...tree].map(([path, entry]) => [path, edited(path, entry, edit)]));
}

function edited(path: string, entry: FileEntry, edit: (text: string, path: string) => string): FileEntry {
  if (entry.link || fileKind(path) !== 'code') return entry;
  const text = textOf(entry);
  if (text === undefined) return entry;
  const after = edit(text, path);
  return after === text ? entry : { ...textFile(after), mode: entry.mode };
}

/** The text of a file; `undefined` when it is not UTF-8. */
export function textOf({ content }: FileEntry): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}
