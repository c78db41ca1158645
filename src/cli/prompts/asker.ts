import type { Choice } from '../../generate/option.ts';

/** What the user answers to go to the question before. */
export const back = Symbol('back');

/** One question, as the option table has it. */
export interface Question {
  message: string;
  /** Values to choose from; free text when absent. */
  choices?: readonly Choice[];
  /** True when several choices may be taken; the answer is then comma separated. */
  many?: boolean;
  /** The answer of an empty line, or the choices that are marked at first. */
  initial?: string;
  /** Every fault of an answer, as sentences. */
  faults(value: string): string[];
}

/** A way to ask. Each method rejects with a `cancelled` failure on Ctrl-C and at the end of input. */
export interface Asker {
  /** Says how to answer, to go back and to leave. */
  greet(): void;
  ask(question: Question): Promise<string | typeof back>;
  /** Writes lines that are no question. */
  tell(text: string): void;
  /** Writes a line to copy, which is never broken. */
  show(line: string): void;
  close(): void;
}
