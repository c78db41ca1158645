import { applies, resolve } from '../../src/generate/answers.ts';
import type { Option } from '../../src/generate/option.ts';
import { type Answers, type OptionKey, optionKeys, optionOf } from '../../src/generate/options.ts';

export type Row = Record<string, string | string[]>;

/** Sample answers for options without choices: one of each kind that a project can tell apart. */
const samples: Partial<Record<OptionKey, (draft: Row) => readonly (string | string[])[]>> = {
  services: ({ pattern }) =>
    pattern === 'microservices'
      ? [['orders'], ['orders:111122223333', 'customers:444455556666:us-east-1']]
      : [['orders'], ['orders', 'order-items']],
  region: () => ['eu-west-1', 'us-east-1'],
  failoverRegion: () => ['eu-central-1'],
  stages: () => [['dev', 'prod'], ['live']],
  domain: () => ['', 'shop.example.com'],
  hostedZoneId: () => ['', 'Z0123456789ABCDEFGHIJ'],
  edgeAccount: () => ['555566667777'],
  // Of the account of the credentials, as their services are, or of one more.
  authAccount: ({ services }) => (String(services).includes(':') ? ['777788889999'] : ['']),
  alarmsEmail: () => ['', 'alarms@example.com'],
};

/** What is not varied: the names, which no other option depends on. */
const fixed: Row = { name: 'Combination', slug: 'combination' };

/** The values to try for an option after the answers before it. */
export function valuesOf(key: OptionKey, draft: Row): readonly (string | string[])[] {
  const option = optionOf(key);
  if (fixed[key] !== undefined) return [fixed[key]];
  if (samples[key]) return samples[key](draft);
  const ready = choicesOf(option);
  if (option.type !== 'list') return ready;
  return Array.from({ length: 2 ** ready.length }, (_, set) =>
    ready.filter((_value, index) => (set >> index) & 1),
  );
}

/** What of a row is paired: each answer, and of a list of choices whether each one is in it. */
export function axesOf(row: Row): string[] {
  return Object.entries(row).flatMap(([key, value]) => {
    const choices = samples[key as OptionKey] ? [] : choicesOf(optionOf(key as OptionKey));
    if (!Array.isArray(value) || choices.length === 0) return [`${key}=${value}`];
    return choices.map((choice) => `${key} ${choice}=${value.includes(choice)}`);
  });
}

function choicesOf({ choices = [] }: Option): string[] {
  return choices.filter(({ disabled }) => !disabled).map(({ value }) => value);
}

/** A legal row, each answer but those at the start chosen by `pick`; `undefined` when what was picked is not legal. */
export function buildRow(
  start: Row,
  pick: (values: readonly (string | string[])[]) => string | string[],
): Row | undefined {
  const row: Row = { ...start };
  for (const key of optionKeys) {
    if (row[key] !== undefined || !applies(optionOf(key), row)) continue;
    const values = valuesOf(key, row);
    if (values.length === 0)
      throw new Error(`test/combinations/values.ts has no sample for --${optionOf(key).flag}`);
    row[key] = pick(values);
  }
  return 'answers' in resolve(row) ? row : undefined;
}

/** The answers of a legal row. */
export function answersOf(row: Row): Answers {
  const resolved = resolve(row);
  if ('faults' in resolved) throw new Error(resolved.faults.map(({ message }) => message).join('\n'));
  return resolved.answers;
}
