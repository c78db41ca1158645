import { join } from 'node:path';
import { migrateAnswers, openMigrations, type RecordedAnswers } from '../../upgrade/migrations.ts';
import type { Disk } from '../disk.ts';
import { Failure } from '../failure.ts';
import { basePath, recordFolder, type State, statePath, templateGeneration } from '../record.ts';
import { type BaseEntry, largestBase, parseBase, parseState, type RecordFault } from '../record-read.ts';
import { type Pending, splitPending } from './pending.ts';
import { type LostBase, pathOfLine, salvage } from './salvage.ts';

/** The record of a project as it is on disk. */
export interface ProjectRecord {
  /** With its answers in the words of today's options. */
  state: State;
  /** Pattern and answers as they are recorded, in the words of the options that they were given to. */
  recorded: Readonly<Record<string, unknown>>;
  /** Every base on record for a path: more than one after a git merge. */
  bases: Map<string, BaseEntry[]>;
  /** Lines of base.ndjson as they are, damaged ones too, by the path that they name. */
  lines: Map<string, string[]>;
  /** What is left of bases whose line cannot be used. */
  lost: Map<string, LostBase>;
  pending: Pending[];
  faults: RecordFault[];
  /** Text of base.ndjson; empty when it is missing or too large. */
  baseText: string;
  stateText: string;
}

const mostLines = 50_000;

/**
 * Reads the record of a project, which may come from anywhere. Throws a {@link Failure} when its state cannot be used.
 */
export function readRecord(disk: Disk, root: string, shown: string): ProjectRecord {
  const folder = disk.look(join(root, recordFolder));
  if (!folder) throw noProject(shown);
  if (!folder.isDirectory()) throw unusable(`${recordFolder} is no folder`);
  const { state, recorded, text: stateText } = readState(disk, root);
  const { text: whole, fault } = readText(disk, root, basePath, largestBase);
  const tooMany = whole.split('\n', mostLines + 1).length > mostLines;
  const { text, pending } = splitPending(tooMany ? '' : whole);
  const { entries, faults } = parseBase(text);
  if (fault) faults.push({ message: fault });
  else if (whole.trim() === '') faults.push({ message: 'base.ndjson is empty.' });
  if (tooMany) faults.push({ message: `base.ndjson has more than ${mostLines} lines.` });
  const lost = salvage(text, faults);
  for (const path of entries.keys()) lost.delete(path);
  return {
    state,
    recorded,
    bases: entries,
    lines: linesOf(text),
    lost,
    pending,
    faults,
    baseText: whole,
    stateText,
  };
}

function readState(disk: Disk, root: string): Pick<ProjectRecord, 'state' | 'recorded'> & { text: string } {
  const { text, fault } = readText(disk, root, statePath, 1024 * 1024);
  if (fault) throw unusable(fault);
  if (/^(<{7}|>{7}) /m.test(text)) {
    throw unusable('state.json has the markers of a git conflict; choose one version of its lines');
  }
  const parsed = parseState(inTodaysWords(text));
  if ('fault' in parsed) throw unusable(parsed.fault.message.replace(/\.$/, ''));
  if (parsed.state.templates > templateGeneration) throw tooOld(parsed.state.cli);
  const { pattern, answers } = JSON.parse(text) as State;
  return { state: parsed.state, recorded: { ...answers, pattern }, text };
}

/** Migrations of answers come before the check, which knows today's options alone. */
function inTodaysWords(text: string): string {
  try {
    const state = JSON.parse(text) as State;
    const applied = Array.isArray(state.migrations) ? state.migrations : [];
    const open = openMigrations(Number(state.templates), applied).filter(({ answers }) => answers);
    if (open.length === 0) return text;
    const answers = migrateAnswers(state.answers as RecordedAnswers, open);
    return JSON.stringify({ ...state, answers });
  } catch {
    // What is wrong with it, the check says.
    return text;
  }
}

function readText(disk: Disk, root: string, path: string, largest: number): { text: string; fault?: string } {
  const place = join(root, path);
  const found = disk.look(place);
  if (!found) return { text: '', fault: `${path} is missing` };
  if (!found.isFile()) return { text: '', fault: `${path} is not a plain file` };
  if (found.size > largest) return { text: '', fault: `${path} is larger than ${largest / 1024 / 1024} MiB` };
  return { text: Buffer.from(disk.readFile(place)).toString('utf8') };
}

function linesOf(text: string): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const path = pathOfLine(line);
    if (path !== undefined) lines.set(path, [...(lines.get(path) ?? []), line]);
  }
  return lines;
}

function noProject(shown: string): Failure {
  return new Failure(
    'usage',
    'not-a-project',
    `${shown} is not a project of this tool: it has no ${recordFolder}.`,
    {
      hint: 'Run the command in the folder of the project, or name that folder.',
    },
  );
}

/** The failure of a version of this tool that is older than the one that made the project: it would take files back. */
export function tooOld(madeBy: string): Failure {
  const message = `The project was brought up to date by version ${madeBy} of this tool, which is newer than this one.`;
  return new Failure('usage', 'older-tool', message, {
    hint: 'Use that version or a later one, for example: npx create-serverless-pattern@latest upgrade',
  });
}

/** True when a version such as `1.10.0` is later than another; what follows a hyphen does not count. */
export function isLater(version: string, other: string): boolean {
  const [a, b] = [version, other].map((each) => each.split('-')[0]!.split('.').map(Number));
  const at = a!.findIndex((part, index) => part !== b![index]);
  return at >= 0 && a![at]! > b![at]!;
}

function unusable(why: string): Failure {
  return new Failure('record', 'corrupt-record', `The record of the project cannot be used: ${why}.`, {
    hint: `Get ${recordFolder} back from git, for example with: git checkout HEAD -- ${recordFolder}`,
  });
}
