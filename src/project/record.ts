import { brotliCompressSync, constants } from 'node:zlib';
import { type FileEntry, type FileTree, sortTree, textFile } from '../generate/file-tree.ts';
import { type Json, serialise } from '../generate/json.ts';
import { isBinary } from '../upgrade/binary.ts';
import { isLockFile } from '../upgrade/lock-files.ts';
import { fileId } from '../upgrade/migrations.ts';
import { gitBlobId, sha256 } from './hash.ts';
import { toolFile } from './tool-file.ts';

/** Folder of the record in a project. */
export const recordFolder = '.serverless-pattern';
export const statePath = `${recordFolder}/state.json`;
export const basePath = `${recordFolder}/base.ndjson`;
/** Version of the record's own format. */
export const stateVersion = 1;
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

/** A line of base.ndjson: what the templates gave for one path. Short names, because there is a line per file. */
export interface BaseLine {
  /** Path in the project. */
  p: string;
  /** Stable id of the template's file: the same id with another path is a rename. */
  id: string;
  /** Permission bits, octal. */
  m: '644' | '755';
  /** SHA-256 of the content, hexadecimal. */
  h: string;
  /** Id of the content as a git blob. */
  g: string;
  /** Encoding of `z`; both are absent where the digest is enough. */
  e?: 'br';
  /** The content: Brotli, then base64. */
  z?: string;
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

/** The line of one file. The tool's own program, lock files and binaries are recorded by their digest alone. */
export function baseLine(path: string, { content, mode }: FileEntry): BaseLine {
  const line: BaseLine = {
    p: path,
    id: fileId(path),
    m: mode & 0o100 ? '755' : '644',
    h: sha256(content),
    g: gitBlobId(content),
  };
  if (path === toolFile || isLockFile(path) || isBinary(content)) return line;
  return { ...line, e: 'br', z: compress(content).toString('base64') };
}

/** Quality 6: a tenth larger than the best, and thirty times as fast. */
function compress(content: Uint8Array): Buffer {
  return brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 6,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });
}

function sorted<V>(object: Readonly<Record<string, V | undefined>>): Record<string, V> {
  const entries = Object.entries(object).filter((entry): entry is [string, V] => entry[1] !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
