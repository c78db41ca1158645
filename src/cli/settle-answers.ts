import { basename } from 'node:path';
import { type Fault, type Given, resolve } from '../generate/answers.ts';
import { slugOf } from '../generate/names.ts';
import type { Answers } from '../generate/options.ts';
import { runningPackageManager } from '../generate/package-managers.ts';
import type { ConflictPolicy } from '../project/changes.ts';
import { directoryFaults, nameOfDirectory } from '../project/directory-name.ts';
import type { Failure } from '../project/failure.ts';
import { canAsk, type Io } from './io.ts';
import { occupiedBy } from './occupied.ts';
import type { Refuses } from './prompts/questions.ts';
import { refuseAnswers } from './refuse-answers.ts';
import { reproduceCommand } from './reproduce.ts';
import { cliVersion } from './version.ts';

/** Complete answers, and where the project goes. */
export interface Settled {
  answers: Answers;
  /** The directory as given, or the short name. */
  directory: string;
  /** The command that makes the same project again. */
  reproduce: string;
}

/**
 * Completes what flags and answers file gave: with questions where somebody can be asked, with defaults otherwise.
 * Throws one failure that names every fault, and the command that would work when an answer is missing.
 */
export async function settleAnswers(
  directory: string | undefined,
  given: Given,
  how: { yes: boolean; json: boolean; onConflict: ConflictPolicy },
  io: Io,
): Promise<Settled> {
  const known: Given = { ...nameFrom(directory, io), ...given };
  const usual = usualAnswers(io.env);
  const asks = !how.yes && !how.json && canAsk(io);
  const resolved = resolve({ ...usual, ...known });
  const faults = [...faultsOfDirectory(directory, io), ...('faults' in resolved ? resolved.faults : [])];
  if (faults.some((fault) => !asks || !canBeAsked(fault, known)))
    throw refuseAnswers(faults, directory, known, io);
  const settle = (answers: Answers): Settled => ({
    answers,
    directory: directory ?? answers.slug,
    reproduce: reproduce(answers, directory ?? answers.slug, io),
  });
  if ('answers' in resolved && !asks) return settle(resolved.answers);
  const complete = (all: Given): Answers => {
    const last = resolve(all);
    if ('faults' in last) throw refuseAnswers(last.faults, directory, all, io);
    return last.answers;
  };
  // Nobody should answer ten questions to hear then that the directory of the first was taken.
  const refuse = (place: string) => occupiedBy(place, how.onConflict, io);
  const place = placeOf(directory, known);
  const occupied = place === undefined ? undefined : refuse(place);
  if (occupied) throw occupied;
  const { ask } = await import('./prompts/index.ts');
  const refuses: Refuses = (key, value) =>
    key === 'name' && place === undefined ? sentenceOf(refuse(slugOf(String(value)))) : [];
  return settle(complete(await ask(io, known, usual, (all) => settle(complete(all)), refuses)));
}

/** Where the project goes as far as it is known; the directory has the short name unless one is given. */
function placeOf(directory: string | undefined, { slug, name }: Given): string | undefined {
  if (directory !== undefined) return directory;
  if (typeof slug === 'string') return slug;
  return typeof name === 'string' ? slugOf(name) || undefined : undefined;
}

function sentenceOf(failure: Failure | undefined): string[] {
  return failure ? [`${failure.message} Give another name.`] : [];
}

/** The name that a directory gives; none when it has no last segment of its own. */
function nameFrom(directory: string | undefined, io: Io): Given {
  const name = directory === undefined ? '' : nameOfDirectory(io.cwd, directory);
  return name === '' ? {} : { name };
}

function faultsOfDirectory(directory: string | undefined, io: Io): Fault[] {
  if (directory === undefined) return [];
  return directoryFaults(io.cwd, directory).map((message) => ({ option: 'directory', message }));
}

/** A missing answer, and a default that is made of a given name and is not good, are questions rather than faults. */
function canBeAsked({ option, missing }: Fault, known: Given): boolean {
  return Boolean(missing) || (option === 'slug' && known.slug === undefined);
}

/** Defaults that depend on how this process was started. */
function usualAnswers(env: NodeJS.ProcessEnv): Given {
  const packageManager = runningPackageManager(env.npm_config_user_agent);
  return packageManager ? { packageManager } : {};
}

function reproduce(answers: Answers, directory: string, { platform }: Io): string {
  const last = basename(directory);
  const directoryName = last === '.' || last === '..' ? undefined : last;
  return reproduceCommand({ answers, directory, directoryName, version: cliVersion(), platform });
}
