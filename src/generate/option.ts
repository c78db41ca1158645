/** One choice of a select option. */
export interface Choice {
  value: string;
  /** What the prompt says of it, in a few words. */
  title: string;
  /** A sentence for who wants to know more, shown with the choice that is marked. */
  description?: string;
  /** Why it cannot be chosen, such as `not in this version yet`. */
  disabled?: string;
}

/** Answers while they are being collected: what is known so far, by option key. */
export type Draft = Readonly<Record<string, string | string[] | undefined>>;

/** One row of the option table. */
export interface Option {
  /** `text` and `select` hold a string, `list` an array of strings (comma separated on the command line). */
  type: 'text' | 'select' | 'list';
  /** Long flag without dashes. */
  flag: string;
  /** Placeholder of the value in `--help`. */
  placeholder: string;
  /** The question of the prompt. */
  ask: string;
  /** The line in `--help` and in the documentation. */
  help: string;
  choices?: readonly Choice[];
  /** Other spellings of a value, for example a pattern's number. */
  aliases?: Readonly<Record<string, string>>;
  /** The answer when none is given; absent when the user has to answer. A function sees the earlier answers. */
  default?: string | readonly string[] | ((draft: Draft) => string | readonly string[]);
  /** What the documentation says of a default that is a function. */
  defaultSays?: string;
  /**
   * When the option applies; `says` completes "--flag applies only ...", and `why` is a sentence for who wonders. Always, when
   * absent.
   */
  when?: { test(draft: Draft): boolean; says: string; why?: string };
  /** Every fault of a value, each a full sentence with its remedy; an empty array when it is good. */
  check?(value: string, draft: Draft): string[];
  /** Every fault of a list as a whole. */
  checkList?(values: readonly string[], draft: Draft): string[];
  /** Not asked in the prompts unless `--advanced`-like detail is wanted; its default is nearly always right. */
  quiet?: boolean;
  /** True for a list that may name nothing. */
  mayBeEmpty?: true;
}
