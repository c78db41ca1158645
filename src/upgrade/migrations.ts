import type { FileTree } from '../generate/file-tree.ts';
import { anyService } from './migrations/2-any-service.ts';
import type { Rename } from './types.ts';

export type RecordedAnswers = Record<string, string | string[]>;

/**
 * What has to happen to a project once, when the templates change in a way that a merge of files cannot tell. Every
 * function is pure and idempotent: on what it has changed already it changes nothing. A shape that it does not know it
 * leaves as it is.
 */
export interface Migration {
  /** Generation of the templates that brings it; records of an older one get it. */
  number: number;
  /** What the record keeps, such as `3-split-stack`. */
  name: string;
  /** Recorded answers in the words of the new option table. */
  answers?(answers: RecordedAnswers): RecordedAnswers;
  /** Files that have a new path. The id of a file is the first path that it had. */
  renames?: readonly Rename[];
  /** Applied to what the templates gave and to your files alike, so that the merge sees no difference in it. */
  tree?(tree: FileTree, answers: RecordedAnswers): FileTree;
  /** Places of the merged files that it should have changed and did not know the shape of. */
  unmatched?(tree: FileTree): Unmatched[];
}

/** What a person has to do to a file. */
export interface Unmatched {
  path: string;
  message: string;
}

/** Every migration, oldest first. */
export const migrations: readonly Migration[] = [anyService];

/** The migrations that a record of a generation of templates has not had, oldest first. */
export function openMigrations(
  templates: number,
  applied: readonly string[],
  all: readonly Migration[] = migrations,
): Migration[] {
  return all
    .filter(({ number, name }) => number > templates && !applied.includes(name))
    .toSorted((a, b) => a.number - b.number);
}

/** Recorded answers after the migrations. */
export function migrateAnswers(answers: RecordedAnswers, open: readonly Migration[]): RecordedAnswers {
  return open.reduce((current, migration) => migration.answers?.(current) ?? current, answers);
}

/** A tree after the migrations. */
export function migrateTree(tree: FileTree, answers: RecordedAnswers, open: readonly Migration[]): FileTree {
  return open.reduce((current, migration) => migration.tree?.(current, answers) ?? current, tree);
}

/** The stable id of a template's file: the first path that it had. */
export function fileId(path: string, all: readonly Migration[] = migrations): string {
  const renames = all.toSorted((a, b) => b.number - a.number).flatMap((each) => each.renames ?? []);
  return renames.reduce((current, { from, to, dir }) => {
    if (dir && current.startsWith(`${to}/`)) return from + current.slice(to.length);
    return !dir && current === to ? from : current;
  }, path);
}

/** Renames between a record and a render: the same id with another path. */
export function renamesById(
  recorded: Iterable<{ path: string; id: string }>,
  nextPaths: Iterable<string>,
  all: readonly Migration[] = migrations,
): Rename[] {
  const pathOf = new Map([...nextPaths].map((path) => [fileId(path, all), path] as const));
  return [...recorded].flatMap(({ path, id }) => {
    const to = pathOf.get(id);
    return to === undefined || to === path ? [] : [{ from: path, to }];
  });
}
