import { applies, defaultOf, faultsOf, type Given, readValue } from '../../generate/answers.ts';
import type { Draft, Option } from '../../generate/option.ts';
import { type OptionKey, optionKeys, optionOf } from '../../generate/options.ts';
import { type Asker, back } from './asker.ts';

type Value = string | string[];

/** Every reason, as a sentence, why an answer that the table takes cannot be used. */
export type Refuses = (key: OptionKey, value: Value) => string[];

/**
 * Asks for every answer that was not given, in the order of the table, and gives the answers by option key. Going
 * back asks the question before again, with its answer as the default. A quiet option is asked only when its
 * default is not good. `refuses` has what speaks against an answer besides the table.
 */
export async function askQuestions(
  asker: Asker,
  given: Given,
  usual: Given,
  review: (answers: Record<string, Value>) => Promise<'yes' | typeof back>,
  refuses: Refuses = () => [],
): Promise<Record<string, Value>> {
  const remembered = new Map<OptionKey, Value>();
  const asked: number[] = [];
  for (;;) {
    const draft = await askFrom(asker, given, usual, remembered, asked, refuses);
    if ((await review(draft)) === 'yes') return draft;
    if (asked.length === 0) continue;
    asked.pop();
  }
}

/** One walk through the table; `asked` holds the indexes of the questions that count as answered, and grows. */
async function askFrom(
  asker: Asker,
  given: Given,
  usual: Given,
  remembered: Map<OptionKey, Value>,
  asked: number[],
  refuses: Refuses,
): Promise<Record<string, Value>> {
  let draft: Record<string, Value> = {};
  for (let index = 0; index < optionKeys.length; index += 1) {
    const key = optionKeys[index]!;
    const option = optionOf(key);
    if (!applies(option, draft)) {
      if (asked.includes(index)) asked.splice(asked.indexOf(index), 1);
      continue;
    }
    const known = given[key] === undefined ? undefined : readValue(option, given[key]);
    const settled =
      known ?? (asked.includes(index) ? remembered.get(key) : undefined) ?? quietValue(option, draft);
    if (settled !== undefined) {
      draft[key] = settled;
      continue;
    }
    const initial = remembered.get(key) ?? initialOf(key, usual, draft);
    const answer = await askOne(asker, option, initial, (value) => [
      ...faultsOf(option, value, draft),
      ...refuses(key, value),
    ]);
    if (answer === back) {
      asked.pop();
      draft = {};
      index = -1;
      continue;
    }
    remembered.set(key, answer);
    asked.push(index);
    draft[key] = answer;
  }
  return draft;
}

function initialOf(key: OptionKey, usual: Given, draft: Draft): Value | undefined {
  const option = optionOf(key);
  return (usual[key] === undefined ? undefined : readValue(option, usual[key])) ?? defaultOf(option, draft);
}

async function askOne(
  asker: Asker,
  option: Option,
  initial: Value | undefined,
  faults: (value: Value) => string[],
) {
  const read = (text: string) => readValue(option, text.trim()) ?? '';
  const answer = await asker.ask({
    message: option.ask,
    ...(option.choices ? { choices: option.choices, many: option.type === 'list' } : {}),
    ...(initial === undefined ? {} : { initial: [initial].flat().join(',') }),
    faults: (text) => faults(read(text)),
  });
  return answer === back ? back : read(answer);
}

function quietValue(option: Option, draft: Draft): Value | undefined {
  if (!option.quiet) return undefined;
  const value = defaultOf(option, draft);
  return value !== undefined && faultsOf(option, value, draft).length === 0 ? value : undefined;
}
