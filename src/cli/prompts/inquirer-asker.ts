import type { Key } from 'node:readline';
import inquirer from 'inquirer';
import type { Io } from '../io.ts';
import { mayColour } from '../io.ts';
import { type Asker, back, type Question } from './asker.ts';
import { questionOutput } from './question-output.ts';
import { cancelled } from './review.ts';

const showCursor = '\u001b[?25h';

/** Asks with lists that arrow keys move in; Escape goes back. */
export function inquirerAsker(io: Io): Asker {
  return {
    greet: () => {
      io.stdout.write('Enter takes what is shown. Escape goes back. Ctrl-C leaves.\n\n');
    },
    tell: (text) => {
      io.stdout.write(`${text}\n`);
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
      { name: 'answer', ...settingsOf(question) },
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

function settingsOf({ message, choices, many, initial, faults }: Question) {
  const check = (value: string) => {
    const found = faults(value);
    return found.length === 0 || found.join(' ');
  };
  if (!choices) return { type: 'input' as const, message, default: initial, validate: check };
  const listed = choices.map(({ value, title, description, disabled }) => ({
    value,
    name: title,
    short: value,
    ...(description ? { description } : {}),
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
