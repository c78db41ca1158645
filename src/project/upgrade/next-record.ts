import { type FileTree, sortTree, textFile } from '../../generate/file-tree.ts';
import { type Json, serialise } from '../../generate/json.ts';
import { fileId, openMigrations, type RecordedAnswers } from '../../upgrade/migrations.ts';
import { baseLine, isKeptWhole } from '../base-line.ts';
import { sha256 } from '../hash.ts';
import { basePath, type State, statePath, stateVersion, templateGeneration, withRecord } from '../record.ts';
import { type Pending, pendingLine } from './pending.ts';
import type { ProjectRecord } from './read-record.ts';

/** What the record becomes after an upgrade. */
export interface NextRecord {
  /** The files of the record folder, by path. */
  files: FileTree;
  /** False when nothing would change but the version of this tool. */
  changed: boolean;
}

/**
 * The record after an upgrade: the base of every handled path is what the templates give now, any other keeps its
 * line. A line whose content did not change keeps its bytes, so that another compressor makes no difference; those of an
 * older format are written anew.
 */
export function nextRecord(
  record: ProjectRecord,
  next: FileTree,
  made: {
    answers: RecordedAnswers;
    cli: string;
    pending: readonly Pending[];
    handled(path: string): boolean;
    /** False when paths were left out: what their templates need of migrations is still to come. */
    whole: boolean;
  },
): NextRecord {
  const { state } = record;
  const open = made.whole ? openMigrations(state.templates, state.migrations) : [];
  const nextState: State = {
    stateVersion,
    cli: made.cli,
    templates: made.whole ? templateGeneration : state.templates,
    pattern: String(made.answers.pattern),
    answers: made.answers,
    skip: state.skip,
    migrations: [...new Set([...state.migrations, ...open.map(({ name }) => name)])],
  };
  const base = baseText(record, next, made);
  const own = withRecord(new Map(), { answers: made.answers, cli: made.cli });
  const files = new Map([...own, [basePath, textFile(base)], [statePath, textFile(stateText(nextState))]]);
  const changed =
    base !== record.baseText || stateText({ ...nextState, cli: state.cli }) !== stateText(state);
  return { files: sortTree(files), changed };
}

function baseText(
  record: ProjectRecord,
  next: FileTree,
  { handled, pending }: { handled(path: string): boolean; pending: readonly Pending[] },
): string {
  const paths = new Set([...next.keys(), ...record.lines.keys(), ...pending.map(({ path }) => path)]);
  const lines = [...paths].sort().flatMap((path) => {
    const marks = pending.filter((each) => each.path === path).map(pendingLine);
    return [...(handled(path) ? advanced(record, next, path) : (record.lines.get(path) ?? [])), ...marks];
  });
  return lines.map((line) => `${line}\n`).join('');
}

function advanced({ state, lines, bases }: ProjectRecord, next: FileTree, path: string): string[] {
  const entry = next.get(path);
  if (!entry) return [];
  const [known, ...others] = bases.get(path) ?? [];
  const [old, ...more] = lines.get(path) ?? [];
  const unchanged =
    state.stateVersion === stateVersion &&
    known &&
    old !== undefined &&
    others.length + more.length === 0 &&
    known.id === fileId(path) &&
    (known.mode & 0o100) === (entry.mode & 0o100) &&
    // A line that has lost its content gets it back.
    (known.content !== undefined) === isKeptWhole(path, entry) &&
    known.sha256 === sha256(entry.content);
  return [unchanged ? old : JSON.stringify(baseLine(path, entry))];
}

/** The text of state.json: sorted keys, one a line. */
export function stateText(state: State): string {
  const answers = Object.fromEntries(Object.entries(state.answers).sort(([a], [b]) => (a < b ? -1 : 1)));
  const entries = Object.entries({ ...state, answers, skip: [...state.skip].sort() });
  return serialise(Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))) as Json, statePath);
}
