import { createInterface } from 'node:readline';
import type { Io } from '../io.ts';
import { type Asker, back, type Question } from './asker.ts';
import { cancelled } from './review.ts';

/**
 * Asks line by line, with numbers before the choices: nothing is drawn twice, so that a screen reader reads it once and a
 * terminal that cannot move its cursor shows it right. `<` goes back.
 */
export function plainAsker(io: Io): Asker {
  const lines = createInterface({ input: io.stdin, terminal: false });
  const waiting: string[] = [];
  let next: { resolve(line: string): void; reject(error: unknown): void } | undefined;
  let ended = false;
  lines.on('line', (line) => {
    if (next) next.resolve(line);
    else waiting.push(line);
    next = undefined;
  });
  lines.on('close', () => {
    ended = true;
    next?.reject(cancelled());
  });
  const readLine = () =>
    new Promise<string>((resolve, reject) => {
      const line = waiting.shift();
      if (line !== undefined) resolve(line);
      else if (ended) reject(cancelled());
      else next = { resolve, reject };
    });
  const write = (text: string) => io.stdout.write(text);
  return {
    greet: () => {
      write('An empty line takes the default. A line with < goes back. Ctrl-C leaves.\n');
    },
    tell: (text) => {
      write(`${text}\n`);
    },
    show: (line) => {
      write(`${line}\n`);
    },
    ask: async (question) => {
      write(`\n${question.message}\n${listed(question)}`);
      if (question.many) write('Several, with commas between them.\n');
      for (;;) {
        write(question.initial ? `Answer, default ${question.initial}: ` : 'Answer: ');
        const line = (await readLine()).trim();
        if (line === '<') return back;
        const value = answerOf(question, line);
        const faults = disabledFaults(question, value);
        if (faults.length === 0) return value;
        write(`${faults.join(' ')}\n`);
      }
    },
    close: () => lines.close(),
  };
}

function listed({ choices }: Question): string {
  return (choices ?? [])
    .map(({ title, description, disabled }, index) => {
      // A title that begins with its number would be read out with two.
      const named = title.replace(new RegExp(`^${index + 1} `), '');
      const words = [named, description].filter(Boolean).join(': ');
      return `  ${index + 1}. ${words}${disabled ? `, ${disabled}` : ''}\n`;
    })
    .join('');
}

/** The value of a line: numbers or values of the list, the default for an empty line, or the text itself. */
function answerOf({ choices, many, initial }: Question, line: string): string {
  if (line === '') return initial ?? '';
  const chosen = (text: string) =>
    (/^\d+$/.test(text) ? choices?.[Number(text) - 1]?.value : undefined) ?? text;
  if (!many) return chosen(line);
  return line
    .split(',')
    .map((item) => chosen(item.trim()))
    .join(',');
}

function disabledFaults({ choices, faults }: Question, value: string): string[] {
  const disabled = choices?.find((choice) => choice.value === value)?.disabled;
  return disabled ? [`${value} is ${disabled}.`] : faults(value);
}
