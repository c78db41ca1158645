import { applies, defaultOf, type Given, readValue, resolve } from '../../generate/answers.ts';
import { type Answers, type OptionKey, optionKeys, optionOf } from '../../generate/options.ts';
import { lockOf, withRecordedLock } from '../../generate/origin-lock.ts';
import { findPattern } from '../../generate/patterns.ts';
import { Failure } from '../../project/failure.ts';

/** The answers of a project, now and after an upgrade. */
export interface AnswerChange {
  before: Answers;
  after: Answers;
  /** The options that the user gave a new answer to; others changed by default, or no longer apply. */
  given: ReadonlySet<OptionKey>;
}

/**
 * Lays new answers over recorded ones. A recorded answer that no longer applies is dropped; a new one that does not
 * apply is a fault. Throws a failure that names every fault.
 */
export function changeAnswers(state: Given, given: Given, set: readonly string[] = []): AnswerChange {
  const recorded = withRecordedLock(state);
  const before = resolve(overlay(recorded, {}));
  if ('faults' in before) {
    throw new Failure(
      'record',
      'corrupt-record',
      'The answers in the record of the project cannot be used.',
      {
        details: before.faults,
        hint: 'Mend them in .serverless-pattern/state.json.',
      },
    );
  }
  const wanted = { ...given, ...settings(set) };
  const after = resolve(overlay(kept(recorded, before.answers, wanted), wanted));
  if ('faults' in after) {
    const few = after.faults.length === 1 ? 'One answer' : `${after.faults.length} answers`;
    throw new Failure('usage', 'bad-answers', `${few} cannot be used.`, { details: after.faults });
  }
  const keys = optionKeys.filter((key) => wanted[key] !== undefined);
  return { before: before.answers, after: after.answers, given: new Set(keys) };
}

/** A number or slug of a pattern as its slug. */
function asSlug(pattern: unknown): unknown {
  return findPattern(String(pattern))?.slug ?? pattern;
}

/**
 * Recorded answers that new ones are laid over. A move to another pattern leaves out choices that the pattern alone suggested:
 * another one suggests its own. Names stay, such as those of services, which have tables. So does a lock of APIs, lest it be lost
 * unasked; that there is none holds for the pattern and kind of API alone that it was settled for.
 */
function kept(recorded: Given, answers: Answers, wanted: Given): Given {
  const moves = wanted.pattern !== undefined && asSlug(wanted.pattern) !== answers.pattern;
  const exchanges = wanted.api !== undefined && wanted.api !== answers.api;
  return Object.fromEntries(
    Object.entries(recorded).filter(([key]) => {
      if (key === 'originLock') return lockOf(answers) !== undefined || !(moves || exchanges);
      return !moves || !isSuggested(key as OptionKey, answers);
    }),
  );
}

/** True for a choice that the answers before it suggested. */
function isSuggested(key: OptionKey, answers: Answers): boolean {
  const option = optionOf(key);
  if (option.type !== 'select' || typeof option.default !== 'function') return false;
  return String(defaultOf(option, answers)) === String(answers[key]);
}

function overlay(recorded: Given, given: Given): Given {
  const all: Record<string, unknown> = { ...given };
  const draft: Record<string, string | string[] | undefined> = {};
  for (const key of optionKeys) {
    const option = optionOf(key);
    if (!applies(option, draft)) continue;
    const value = given[key] ?? recorded[key];
    if (value !== undefined) all[key] = value;
    draft[key] = value === undefined ? defaultOf(option, draft) : readValue(option, value);
  }
  return all;
}

/** The answers of `--set key=value`, by option key; a flag's name is taken for its key. */
function settings(set: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    set.map((text) => {
      const at = text.indexOf('=');
      if (at < 1) {
        throw new Failure('usage', 'bad-setting', `--set "${text}" has no key and value.`, {
          hint: 'Give one such as --set ci=gitlab.',
        });
      }
      return [keyOf(text.slice(0, at).trim()), text.slice(at + 1).trim()];
    }),
  );
}

function keyOf(name: string): OptionKey | string {
  return optionKeys.find((key) => key === name || optionOf(key).flag === name) ?? name;
}

/**
 * The answers that differ, as sentences: those that the user gave as `ci: github -> gitlab`, then what follows from them.
 */
export function changedAnswers({ before, after, given }: AnswerChange): string[] {
  const changed = optionKeys.filter((key) => String(before[key] ?? '') !== String(after[key] ?? ''));
  const asked = changed.filter((key) => given.has(key));
  const followed = changed.filter((key) => !given.has(key));
  const came = followed.filter((key) => !isSet(before[key]));
  const went = followed.filter((key) => !isSet(after[key]));
  const turned = followed.filter((key) => isSet(before[key]) && isSet(after[key]));
  const flags = came.map((key) => `--${optionOf(key).flag}`).join(', ');
  return [
    ...asked.map((key) => `${optionOf(key).flag}: ${fromTo(before[key], after[key])}`),
    ...turned.map((key) => `${optionOf(key).flag}: ${fromTo(before[key], after[key])}, by default`),
    ...(came.length > 0
      ? [`New, by default: ${named(came, after)}. To choose otherwise give ${flags}.`]
      : []),
    ...(went.length > 0 ? [`No longer asked for: ${named(went, before)}.`] : []),
  ];
}

type Value = Answers[OptionKey];

function isSet(value: Value): boolean {
  return value !== undefined && value !== '';
}

function fromTo(before: Value, after: Value): string {
  if (before === undefined) return shown(after);
  return `${shown(before)} -> ${shown(after)}`;
}

function named(keys: readonly OptionKey[], answers: Answers): string {
  return keys.map((key) => `${optionOf(key).flag} ${shown(answers[key])}`).join('; ');
}

function shown(value: Value): string {
  return isSet(value) ? [value].flat().join(', ') : 'none';
}
