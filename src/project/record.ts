import { type FileTree, sortTree, textFile } from '../generate/file-tree.ts';
import { type Json, serialise } from '../generate/json.ts';
import { baseLine } from './base-line.ts';

/** Folder of the record in a project. */
export const recordFolder = '.serverless-pattern';
export const statePath = `${recordFolder}/state.json`;
export const basePath = `${recordFolder}/base.ndjson`;
/** Version of the record's own format. Version 1 had every content for itself; it is read as well. */
export const stateVersion = 2;
/** Counts the changes of the templates that need a migration. */
export const templateGeneration = 2;

/** What a project was made from. */
export interface State {
  stateVersion: number;
  /** Version of this tool, such as `1.2.3`. */
  cli: string;
  templates: number;
  pattern: string;
  answers: Record<string, string | string[]>;
  /** Paths (or globs) that an upgrade leaves alone. */
  skip: string[];
  /** Names of the migrations that were applied. */
  migrations: string[];
}

const attributes = 'base.ndjson merge=union -diff linguist-generated text eol=lf\n';
const ignored = ['txn/', 'backup/', 'incoming/'].map((folder) => `${folder}\n`).join('');

/** The same tree with the record of what it was made from. Pure and deterministic. */
export function withRecord(
  tree: FileTree,
  made: {
    answers: Readonly<Record<string, string | string[] | undefined>>;
    cli: string;
    skip?: readonly string[];
  },
): FileTree {
  const state: State = {
    stateVersion,
    cli: made.cli,
    templates: templateGeneration,
    pattern: String(made.answers.pattern),
    answers: sorted(made.answers),
    skip: [...(made.skip ?? [])].sort(),
    migrations: [],
  };
  const lines = [...sortTree(tree)].map(([path, entry]) => JSON.stringify(baseLine(path, entry)));
  const base = textFile(lines.map((line) => `${line}\n`).join(''));
  const stateFile = textFile(serialise(sorted({ ...state }) as Json, statePath));
  return sortTree(
    new Map([
      ...tree,
      [`${recordFolder}/.gitattributes`, textFile(attributes)],
      [`${recordFolder}/.gitignore`, textFile(ignored)],
      [basePath, base],
      [statePath, stateFile],
    ]),
  );
}

function sorted<V>(object: Readonly<Record<string, V | undefined>>): Record<string, V> {
  const entries = Object.entries(object).filter((entry): entry is [string, V] => entry[1] !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
