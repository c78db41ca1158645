import type { FileEntry, FileTree } from '../generate/file-tree.ts';
import { checkPath, linkStaysInside } from './paths.ts';
import type { BaseDigest, Conflict, MergeInput, Notice, Rename } from './types.ts';

/** The input without what must not be used, and what is to be said about it. */
export interface Screened {
  base: FileTree;
  digests: ReadonlyMap<string, BaseDigest>;
  yours: FileTree;
  next: FileTree;
  renames: readonly Rename[];
  findings: { conflicts: Conflict[]; notices: Notice[] };
}

/** Leaves out paths of the record and of the template that are unsafe to write, and links that lead out of the project. */
export function screen({ base, yours, next, digests, renames }: MergeInput): Screened {
  const conflicts: Conflict[] = [];
  const notices: Notice[] = [];
  const ignore = (path: string, reason: string) => {
    notices.push({
      path,
      kind: 'unsafe-path',
      message: `The record names this path, which is ignored: ${reason}.`,
    });
    return false;
  };
  const recorded = (path: string) => {
    const reason = checkPath(path);
    return reason === undefined || ignore(path, reason);
  };
  const safeNext = [...next].filter(([path, entry]) => {
    const reason = checkPath(path) ?? checkLink(path, entry);
    const message = `The template's file is not written: ${reason}.`;
    if (reason) conflicts.push({ path, kind: 'unsafe-path', message });
    return reason === undefined;
  });
  const safeRenames = (renames ?? []).filter(({ from, to }) => {
    const reason = checkPath(from) ?? checkPath(to);
    const message = `The rename of ${from} to ${to} is ignored: ${reason}.`;
    if (reason) notices.push({ path: to, kind: 'rename-ignored', message });
    return reason === undefined;
  });
  return {
    base: new Map([...base].filter(([path]) => recorded(path))),
    digests: new Map([...(digests ?? [])].filter(([path]) => !base.has(path) && recorded(path))),
    yours,
    next: new Map(safeNext),
    renames: safeRenames,
    findings: { conflicts, notices },
  };
}

function checkLink(path: string, { link, content }: FileEntry): string | undefined {
  const target = link ? Buffer.from(content).toString('utf8') : undefined;
  if (target === undefined || linkStaysInside(path, target)) return undefined;
  return `it is a link that leads out of the project (${target})`;
}
