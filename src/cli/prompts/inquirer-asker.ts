import type { Key } from 'node:readline';
import inquirer from 'inquirer';
import type { Io } from '../io.ts';
import { mayColour } from '../io.ts';
import { wrapLine } from '../wrap.ts';
import { type Asker, back, type Question } from './asker.ts';
import { questionOutput } from './question-output.ts';
import { cancelled } from './review.ts';

const showCursor = '\u001b[?25h';

/** Asks with lists that arrow keys move in; Escape goes back. */
export function inquirerAsker(io: Io): Asker {
  return {
    greet: () => {
      io.stdout.write(
        `${wrap('Enter takes what is shown. Escape goes back. Ctrl-C leaves.', io.stdout.columns)}\n\n`,
      );
    },
    tell: (text) => {
      io.stdout.write(`${wrap(text, io.stdout.columns)}\n`);
    },
    show: (line) => {
      io.stdout.write(`${line}\n`);
    },
    ask: (question) => askOnce(io, question),
    close: () => {
      io.stdout.write(showCursor);
    },
  };
}

async function askOnce(io: Io, question: Question): Promise<string | typeof back> {
  const leave = new AbortController();
  const onKey = (_text: string | undefined, key: Key | undefined) => {
    if (key?.name === 'escape') leave.abort(back);
  };
  const output = questionOutput(io.stdout, mayColour(io));
  const prompt = inquirer.createPromptModule({ input: io.stdin, output, signal: leave.signal });
  io.stdin.on('keypress', onKey);
  try {
    const { answer } = await prompt<{ answer: string | string[] }>([
      { name: 'answer', ...settingsOf(question, io.stdout.columns) },
    ]);
    return [answer].flat().join(',');
  } catch (error) {
    if (leave.signal.aborted) return back;
    if (isLeaving(error)) throw cancelled();
    throw error;
  } finally {
    io.stdin.off('keypress', onKey);
    io.stdout.write(showCursor);
  }
}

function wrap(text: string, columns: number | undefined): string {
  return text
    .split('\n')
    .flatMap((line) => wrapLine(line, columns))
    .join('\n');
}

/** What inquirer is given. It breaks lines within words, so that each text comes broken to `columns` less its mark. */
function settingsOf(
  { message: asked, choices, many, initial, faults }: Question,
  columns: number | undefined,
) {
  const beside = (mark: number, text: string) => wrap(text, columns && columns - mark);
  const message = beside(2, asked);
  const check = (value: string) => {
    const found = faults(value);
    return found.length === 0 || beside(2, found.join(' '));
  };
  if (!choices) return { type: 'input' as const, message, default: initial, validate: check };
  const listed = choices.map(({ value, title, description, disabled }) => ({
    value,
    name: beside(many ? 4 : 2, title),
    short: value,
    ...(description ? { description: beside(0, description) } : {}),
    disabled: disabled ? `(${disabled})` : false,
  }));
  const list = { message, pageSize: 12, loop: false };
  if (!many) return { type: 'select' as const, ...list, default: initial, choices: listed };
  const checked = (initial ?? '').split(',');
  return {
    type: 'checkbox' as const,
    ...list,
    choices: listed.map((choice) => ({ ...choice, checked: checked.includes(choice.value) })),
    validate: (taken: readonly { value: string }[]) => check(taken.map(({ value }) => value).join(',')),
  };
}

function isLeaving(error: unknown): boolean {
  return (
    error instanceof Error &&
    ['ExitPromptError', 'AbortPromptError', 'CancelPromptError'].includes(error.name)
  );
}
