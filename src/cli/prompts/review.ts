import { type OptionKey, optionKeys, optionOf } from '../../generate/options.ts';
import { Failure } from '../../project/failure.ts';
import { type Asker, back } from './asker.ts';

/** What comes of the answers. */
export interface Outcome {
  /** Where the project goes, as it is said. */
  directory: string;
  /** The command that makes the same project. */
  reproduce: string;
}

/** Shows every answer, the directory and the command that gives them without a question, and asks whether to go on. */
export async function review(
  asker: Asker,
  answers: Readonly<Record<string, string | string[]>>,
  { directory, reproduce }: Outcome,
): Promise<'yes' | typeof back> {
  const keys = optionKeys.filter((key) => answers[key] !== undefined);
  const rows = [
    ['directory', directory] as const,
    ...keys.map((key) => [optionOf(key).flag, shown(key, answers[key]!)] as const),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
  asker.tell(['', ...lines, '', 'The same without questions:'].join('\n'));
  asker.show(`  ${reproduce}\n`);
  const answer = await asker.ask({
    message: 'Make the project?',
    choices: [
      { value: 'yes', title: 'yes' },
      { value: 'back', title: 'back to the last question' },
      { value: 'cancel', title: 'cancel, nothing is written' },
    ],
    initial: 'yes',
    faults: (value) => (['yes', 'back', 'cancel'].includes(value) ? [] : [`"${value}" is not an answer.`]),
  });
  if (answer === 'cancel') throw cancelled();
  return answer === 'yes' ? 'yes' : back;
}

/** What is thrown when the user leaves. */
export function cancelled(): Failure {
  return new Failure('cancelled', 'cancelled', 'Stopped. Nothing was written.');
}

function shown(key: OptionKey, value: string | string[]): string {
  const text = [value].flat().join(', ');
  const choice = optionOf(key).choices?.find((candidate) => candidate.value === text);
  if (choice && choice.title.toLowerCase() !== text) return `${text} (${choice.title})`;
  return text === '' ? 'none' : text;
}
