import { nearest } from './nearest.ts';
import type { Draft, Option } from './option.ts';
import { type Answers, type OptionKey, optionKeys, optionOf } from './options.ts';
import { findPattern } from './patterns.ts';

/** What the flags, an answers file or the prompts gave, by option key; values are not checked yet. */
export type Given = Readonly<Record<string, unknown>>;

/** A sentence on one answer. */
export interface Fault {
  option: OptionKey | string;
  message: string;
  /** True when the answer was not given and has no default. */
  missing?: true;
}

export type Resolved = { answers: Answers } | { faults: Fault[] };

/**
 * Completes what was given with the defaults and checks it: all faults at once. An option that does not apply to the
 * other answers, an unknown key and a value of the wrong type are faults.
 */
export function resolve(given: Given): Resolved {
  const faults: Fault[] = unknownKeys(given);
  const draft: Record<string, string | string[] | undefined> = {};
  for (const key of optionKeys) {
    const option = optionOf(key);
    const value = given[key];
    if (!applies(option, draft)) {
      if (value !== undefined) faults.push({ option: key, message: doesNotApply(option) });
      continue;
    }
    // A default that is made from an answer that is missing would be a second fault for one cause.
    if (value === undefined && typeof option.default === 'function' && faults.some(({ missing }) => missing))
      continue;
    const read = value === undefined ? defaultOf(option, draft) : readValue(option, value);
    if (read === undefined) {
      faults.push(value === undefined ? missingAnswer(key, option) : wrongType(key, option));
      continue;
    }
    draft[key] = read;
    faults.push(...faultsOf(option, read, draft).map((message) => ({ option: key, message })));
  }
  faults.push(...notReady(draft));
  return faults.length > 0 ? { faults } : { answers: draft as unknown as Answers };
}

/** True when the option is asked at all, given the answers before it in the table. */
export function applies(option: Option, draft: Draft): boolean {
  return option.when === undefined || option.when.test(draft);
}

/** The default of an option after the answers before it; `undefined` when it has to be answered. */
export function defaultOf(option: Option, draft: Draft): string | string[] | undefined {
  const value = typeof option.default === 'function' ? option.default(draft) : option.default;
  return typeof value === 'object' ? [...value] : value;
}

/** Every fault of a value, as sentences. */
export function faultsOf(option: Option, value: string | string[], draft: Draft): string[] {
  const values = typeof value === 'string' ? [value] : value;
  const twice = values.filter((item, index) => values.indexOf(item) !== index);
  const faults = twice.map((item) => `--${option.flag} names "${item}" twice. Name it once.`);
  if (option.type === 'list' && values.length === 0 && !option.mayBeEmpty)
    faults.push(`--${option.flag} is empty. Name at least one.`);
  for (const item of values) {
    if (option.choices && !option.choices.some((choice) => choice.value === item)) {
      const known = option.choices.map((choice) => choice.value);
      const near = nearest(item, known);
      const hint = near ? ` Did you mean ${near}?` : '';
      faults.push(`--${option.flag} "${item}" is not one of ${known.join(', ')}.${hint}`);
    }
    faults.push(...(option.check?.(item, draft) ?? []));
  }
  if (option.type === 'list' && values.length > 0) faults.push(...(option.checkList?.(values, draft) ?? []));
  return faults;
}

/** A value as text or list of texts; `undefined` when it is of another type. */
export function readValue(option: Option, value: unknown): string | string[] | undefined {
  const alias = (text: string) => option.aliases?.[text] ?? text;
  if (option.type === 'list') {
    const items = typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value;
    if (!Array.isArray(items) || !items.every((item) => typeof item === 'string')) return undefined;
    return items.filter((item) => item !== '').map(alias);
  }
  if (typeof value === 'number' && option.aliases) return alias(String(value));
  return typeof value === 'string' ? alias(value) : undefined;
}

function unknownKeys(given: Given): Fault[] {
  return Object.keys(given)
    .filter((key) => !(optionKeys as string[]).includes(key))
    .map((key) => {
      const near = nearest(key, optionKeys);
      const hint = near ? ` Did you mean "${near}"?` : ` The options are ${optionKeys.join(', ')}.`;
      return { option: key, message: `"${key}" is not an option.${hint}` };
    });
}

function missingAnswer(key: OptionKey, { flag, help }: Option): Fault {
  return { option: key, message: `--${flag} is missing: ${help}.`, missing: true };
}

function wrongType(key: OptionKey, { flag, type }: Option): Fault {
  return { option: key, message: `--${flag} takes ${type === 'list' ? 'a list of texts' : 'a text'}.` };
}

function doesNotApply(option: Option): string {
  const { says, why } = option.when ?? {};
  return [`--${option.flag} applies only ${says}.`, why, 'Leave it out, or change that answer.']
    .filter(Boolean)
    .join(' ');
}

function notReady(draft: Draft): Fault[] {
  const pattern = findPattern(String(draft.pattern));
  if (!pattern || pattern.ready) return [];
  return [
    {
      option: 'pattern',
      message: `Pattern ${pattern.number} (${pattern.slug}) is not in this version yet. See "create-serverless-pattern list".`,
    },
  ];
}
