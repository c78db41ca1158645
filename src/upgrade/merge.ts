import { type FileTree, sortTree } from '../generate/file-tree.ts';
import { folderMoves, leftFolders } from './folders.ts';
import { installStep } from './install-step.ts';
import type { Outcome } from './outcome.ts';
import { baseName } from './paths.ts';
import { place } from './place.ts';
import { pairWithNext, pairWithYours } from './renames.ts';
import { type Screened, screen } from './screen.ts';
import { settleFile, type Track } from './settle-file.ts';
import type { Conflict, MergeInput, MergeResult, Notice, Operation } from './types.ts';

export type * from './types.ts';

/**
 * The three-way merge of a whole project, in memory: base (what the template gave last time), yours (what is on disk)
 * and next (what the template gives now) become one tree, with conflicts for a person to decide and notices of what
 * was decided. It reads no disk and no clock; the same input gives the same result. It never throws on bad content.
 */
export function merge(input: MergeInput): MergeResult {
  const screened = screen(input);
  const { tracks, ...folders } = findTracks(screened);
  const outcomes = tracks.map((track) => settleFile(track, input.conflict ?? 'inline'));
  const placed = place(outcomes.map((outcome) => moveAlong(outcome, screened, folders)));
  return report(placed.files, placed.outcomes, screened);
}

interface Tracks {
  /** Which file of one tree is which of another. Every path of the three trees is in one track. */
  tracks: Track[];
  /** Where a file of your own goes when the template moved its folder. */
  moveOf: (path: string) => string | undefined;
  /** What to say of a file of your own whose folder the template has left. */
  leftBehind: (path: string) => string | undefined;
}

function findTracks({ base, digests, yours, next, renames }: Screened): Tracks {
  const basePaths = [...new Set([...base.keys(), ...digests.keys()])].sort();
  const withNext = pairWithNext(basePaths, base, next, renames);
  const withYours = pairWithYours(basePaths, base, yours, next, withNext);
  const at = (tree: FileTree, path: string | undefined) =>
    path === undefined || !tree.has(path) ? undefined : { path, entry: tree.get(path)! };
  const pairedYours = new Set(withYours.values());
  for (const [path, target] of withNext) {
    // A file of your own at the new name of one that you deleted is a file that both have added.
    const own = yours.has(target) && !pairedYours.has(target);
    if (own && target !== path && !withYours.has(path)) withNext.delete(path);
  }
  const tracks: Track[] = basePaths.map((path) => ({
    base: { path, entry: base.get(path), digest: digests.get(path) },
    yours: at(yours, withYours.get(path)),
    next: at(next, withNext.get(path)),
  }));
  const pairedNext = new Set(withNext.values());
  for (const path of [...new Set([...yours.keys(), ...next.keys()])].sort()) {
    const own = pairedYours.has(path) ? undefined : at(yours, path);
    const added = pairedNext.has(path) ? undefined : at(next, path);
    if (own || added) tracks.push({ yours: own, next: added });
  }
  return {
    tracks,
    moveOf: folderMoves(basePaths, next.keys(), withNext, renames),
    leftBehind: leftFolders(basePaths, next.keys(), withNext),
  };
}

/** A file of your own in a folder that the template moved goes along; secrets in `.env` files stay where they are. */
function moveAlong(
  outcome: Outcome,
  { base, digests }: Screened,
  { moveOf, leftBehind }: Omit<Tracks, 'tracks'>,
): Outcome {
  const known = base.has(outcome.path) || digests.has(outcome.path);
  if (outcome.next || !outcome.entry || outcome.from !== outcome.path || known) return outcome;
  const path = moveOf(outcome.path);
  if (path === undefined) {
    const message = leftBehind(outcome.path);
    return message === undefined
      ? outcome
      : { ...outcome, notices: [...outcome.notices, { kind: 'stays-behind', message }] };
  }
  if (baseName(outcome.path).startsWith('.env')) {
    const message = `Its folder moved, but it may hold secrets, so it stays; move it to ${path} yourself.`;
    return { ...outcome, notices: [{ kind: 'stays-behind', message }] };
  }
  const message = `The template moved the folder of ${outcome.path}; your file goes along to ${path}.`;
  return {
    ...outcome,
    path,
    op: 'move',
    notices: [{ kind: 'moved-with-folder', from: outcome.path, message }],
  };
}

/** Gathers what a person and a program need to know, in the order of the paths. */
function report(
  placed: FileTree,
  outcomes: readonly Outcome[],
  { base, yours, next, findings }: Screened,
): MergeResult {
  const conflicts: Conflict[] = [...findings.conflicts];
  const notices: Notice[] = [...findings.notices];
  const operations: Operation[] = [];
  const incoming: FileTree = new Map();
  for (const {
    path,
    from,
    entry,
    op,
    conflicts: found,
    notices: told,
    incoming: aside,
    next: its,
  } of outcomes) {
    conflicts.push(...found.map((conflict) => ({ path, ...conflict })));
    notices.push(...told.map((notice) => ({ path, ...notice })));
    if (aside && its) incoming.set(its.path, its.entry);
    const moved = entry !== undefined && from !== undefined && from !== path;
    if (!base.has(path) && !next.has(path) && !moved && found.length === 0) continue;
    operations.push({ path, op: found.length > 0 ? 'conflict' : op, ...(moved ? { from } : {}) });
  }
  const files = sortTree(placed);
  const byPath = (a: { path: string }, b: { path: string }) =>
    a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
  return {
    files,
    conflicts: conflicts.sort(byPath),
    notices: installStep(yours, files, notices).sort(byPath),
    operations: operations.sort(byPath),
    incoming: sortTree(incoming),
  };
}
