import { type OptionKey, optionKeys, optionOf } from '../../generate/options.ts';
import { Failure } from '../../project/failure.ts';
import { type Asker, back } from './asker.ts';

/** Shows every answer and the command that gives them without a question, and asks whether to go on. */
export async function review(
  asker: Asker,
  answers: Readonly<Record<string, string | string[]>>,
  command: string,
): Promise<'yes' | typeof back> {
  const keys = optionKeys.filter((key) => answers[key] !== undefined);
  const width = Math.max(...keys.map((key) => optionOf(key).flag.length));
  const lines = keys.map((key) => `  ${optionOf(key).flag.padEnd(width)}  ${shown(key, answers[key]!)}`);
  asker.tell(['', ...lines, '', 'The same without questions:', `  ${command}`, ''].join('\n'));
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
  if (choice) return `${text} (${choice.title})`;
  return text === '' ? 'none' : text;
}
