/** What the user answers to go to the question before. */
export const back = Symbol('back');

/** One question, as the option table has it. */
export interface Question {
  message: string;
  /** Values to choose from; free text when absent. */
  choices?: readonly { value: string; title: string; disabled?: string }[];
  /** The answer of an empty line, or the choice that is marked at first. */
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
  close(): void;
}
