import type { FileEntry, FileTree } from '../../generate/file-tree.ts';
import { danglingImports, lostPaths } from '../../upgrade/code/dangling-imports.ts';
import { sameContent } from '../../upgrade/entries.ts';
import { merge } from '../../upgrade/merge.ts';
import {
  type Migration,
  migrateTree,
  openMigrations,
  type RecordedAnswers,
  renamesById,
} from '../../upgrade/migrations.ts';
import { checkPath, foldersAbove } from '../../upgrade/paths.ts';
import type { Conflict, ConflictStyle, Notice, OperationKind } from '../../upgrade/types.ts';
import { Failure } from '../failure.ts';
import type { Base } from './choose-base.ts';
import { findPending } from './find-pending.ts';
import { globMatcher } from './globs.ts';
import { isWritable } from './manifest.ts';
import type { Pending } from './pending.ts';
import type { ProjectRecord } from './read-record.ts';

/** What happens to one path of a project. */
export interface PlannedOperation {
  path: string;
  op: OperationKind;
  /** For a move: the path it had. */
  from?: string;
  /** What is there now; absent when nothing is. */
  before?: FileEntry;
  /** What will be there; absent when nothing will. */
  after?: FileEntry;
}

/** Everything that an upgrade would do; nothing is written yet. */
export interface UpgradePlan {
  operations: PlannedOperation[];
  conflicts: Conflict[];
  notices: Notice[];
  /** The template's version of what could not be merged, by path; for the incoming folder. */
  incoming: FileTree;
  pending: Pending[];
  /** True for a path whose base advances to the next render. */
  handled(path: string): boolean;
  /** Paths that would change too, had they not been left out. */
  leftOut: string[];
  /** The project as it would be. */
  result: FileTree;
  /** The same with all that is left out. */
  whole: { operations: PlannedOperation[]; result: FileTree };
}

export interface PlanInput {
  record: ProjectRecord;
  base: Base;
  yours: FileTree;
  next: FileTree;
  answers: RecordedAnswers;
  conflict: ConflictStyle;
  /** Globs of `--only`; empty for everything. */
  only: readonly string[];
  /** Globs of `--except`. */
  except: readonly string[];
}

/** Merges what the templates gave, your files and what the templates give now, and lists what that changes. Pure. */
export function planUpgrade({
  record,
  base,
  yours: all,
  next,
  answers,
  conflict,
  only,
  except,
}: PlanInput): UpgradePlan {
  // A file in a folder that is never written is no renamed file of a template.
  const yours = new Map([...all].filter(([path]) => isWritable(path)));
  const { state } = record;
  const open = openMigrations(state.templates, state.migrations);
  const skip = globMatcher(state.skip);
  const unskipped = <V>(map: ReadonlyMap<string, V>) => new Map([...map].filter(([path]) => !skip(path)));
  const merged = merge({
    base: migrateTree(unskipped(base.tree), answers, open),
    yours: migrateTree(yours, answers, open),
    next: unskipped(next),
    digests: unskipped(base.digests),
    renames: renamesById(base.ids, next.keys()),
    conflict,
  });
  const chosen = only.length === 0 ? () => true : globMatcher(only);
  const spared = globMatcher(except);
  const told = new Map(merged.operations.map((operation) => [operation.path, operation]));
  const movedTo = new Map(
    merged.operations.flatMap(({ path, from }) => (from ? [[from, path] as const] : [])),
  );
  const selected = (path: string) => {
    const names = [path, told.get(path)?.from, movedTo.get(path)].filter((each) => each !== undefined);
    return names.some(chosen) && !names.some(spared);
  };
  const every = [...new Set([...yours.keys(), ...merged.files.keys(), ...told.keys()])]
    .sort()
    .filter((path) => !movedTo.has(path) || merged.files.has(path))
    .filter((path) => canMove(path, told.get(path)?.from, merged.files.get(path)))
    .map((path): PlannedOperation | undefined => {
      const operation = told.get(path);
      const before = yours.get(operation?.from ?? path);
      const after = merged.files.get(path);
      if (!operation && same(before, after)) return undefined;
      return { ...describe(path, operation, { before, after, next: next.get(path) }), before, after };
    })
    .filter((operation) => operation !== undefined);
  refuseUnmatched(only, [...yours.keys(), ...next.keys(), ...told.keys()]);
  const operations = every.filter(({ path }) => selected(path));
  const inScope = <T extends { path: string }>(found: readonly T[]) =>
    found.filter(({ path }) => selected(path));
  const incoming: FileTree = new Map([...merged.incoming].filter(([path]) => selected(path)));
  const conflicts = inScope(merged.conflicts);
  const result = applied(all, operations);
  if (only.length + except.length > 0) refuseClashes(result);
  return {
    operations,
    conflicts,
    notices: inScope([...merged.notices, ...callSites({ open, yours, next, result, operations })]),
    incoming,
    pending: findPending(conflicts, { incoming, yours, result }),
    handled: (path) => !skip(path) && selected(path),
    leftOut: every
      .filter((operation) => !selected(operation.path) && !leavesAsIs(operation))
      .map(({ path }) => path),
    result,
    whole: { operations: every, result: applied(yours, every) },
  };
}

/** A link is not written anywhere, and a name that other systems refuse at no new place: such a file of yours stays where it is. */
function canMove(path: string, from: string | undefined, entry: FileEntry | undefined): boolean {
  return (
    from === undefined ||
    (!entry?.link && [path, from].every((each) => checkPath(each) === undefined && isWritable(each)))
  );
}

/** True when nothing has to be written for an operation. */
export function leavesAsIs({ from, before, after }: PlannedOperation): boolean {
  return from === undefined && same(before, after);
}

function same(before: FileEntry | undefined, after: FileEntry | undefined): boolean {
  if (!before || !after) return before === after;
  return before === after || (sameContent(before, after) && before.mode === after.mode);
}

function describe(
  path: string,
  operation: { op: OperationKind; from?: string } | undefined,
  { before, after, next }: { before?: FileEntry; after?: FileEntry; next?: FileEntry },
): { path: string; op: OperationKind; from?: string } {
  const changed = before && after && !sameContent(before, after);
  // A migration changes files whose template stays the same.
  if (operation?.op === 'keep' && changed)
    return { path, op: next && sameContent(after, next) ? 'update' : 'merge' };
  if (operation) return { path, op: operation.op, ...(operation.from ? { from: operation.from } : {}) };
  if (!before) return { path, op: 'create' };
  if (!after) return { path, op: 'delete' };
  return { path, op: next && sameContent(after, next) ? 'update' : 'merge' };
}

/** Calls and imports of yours that the merge has left behind. Those that were as bad before are yours to know. */
function callSites({
  open,
  yours,
  next,
  result,
  operations,
}: {
  open: readonly Migration[];
  yours: FileTree;
  next: FileTree;
  result: FileTree;
  operations: readonly PlannedOperation[];
}): Notice[] {
  const own = [...result].filter(([path, entry]) => !isSame(entry, next.get(path))).map(([path]) => path);
  const touched: FileTree = new Map(own.map((path) => [path, result.get(path)!]));
  const moved = new Map(operations.flatMap(({ path, from }) => (from ? [[path, from] as const] : [])));
  const pathBefore = (path: string) => moved.get(path) ?? path;
  const before = new Set(
    danglingImports(yours, own.map(pathBefore)).map(({ path, message }) => `${path} ${message}`),
  );
  const found = [
    ...open.flatMap((migration) => migration.unmatched?.(touched) ?? []),
    ...danglingImports(result, own).filter(
      ({ path, message }) => !before.has(`${pathBefore(path)} ${message}`),
    ),
    ...lostPaths(yours, result, own, pathBefore),
  ];
  return found.map((each) => ({ ...each, kind: 'call-site' }));
}

function isSame(entry: FileEntry, other: FileEntry | undefined): boolean {
  return other !== undefined && sameContent(entry, other);
}

function applied(yours: FileTree, operations: readonly PlannedOperation[]): FileTree {
  const result = new Map(yours);
  for (const { path, from } of operations) result.delete(from ?? path);
  for (const { path, after } of operations) if (after) result.set(path, after);
  return result;
}

/** A glob that no file answers to is a slip of the pen, and would leave everything out in silence. */
function refuseUnmatched(only: readonly string[], paths: readonly string[]): void {
  const unmatched = only.filter((glob) => !paths.some(globMatcher([glob])));
  if (unmatched.length === 0) return;
  const globs = unmatched.map((glob) => `"${glob}"`).join(', ');
  throw new Failure('usage', 'only-nothing', `--only ${globs} names no file, before or after the upgrade.`, {
    hint: "Give a path or a glob from the project's folder, such as infra/** or '*.md'.",
  });
}

/** A part of an upgrade may need room that only the rest of it makes. */
function refuseClashes(result: FileTree): void {
  for (const path of result.keys()) {
    const above = foldersAbove(path).find((folder) => result.has(folder));
    if (above === undefined) continue;
    throw new Failure('usage', 'only-clash', `${above} is left out, and is in the way of ${path}.`, {
      hint: 'Widen --only or narrow --except, or leave them out.',
    });
  }
}
