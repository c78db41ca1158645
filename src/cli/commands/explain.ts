import { applies } from '../../generate/answers.ts';
import { nearest } from '../../generate/nearest.ts';
import type { Option } from '../../generate/option.ts';
import { optionKeys, optionOf } from '../../generate/options.ts';
import { findPattern, type Pattern, patterns } from '../../generate/patterns.ts';
import { Failure } from '../../project/failure.ts';
import type { Io } from '../io.ts';
import { invocation } from '../reproduce.ts';

/** Prints what a pattern is, and the options that it takes. */
export function explain(slugOrNumber: string, json: boolean, io: Io): void {
  const pattern = findPattern(slugOrNumber);
  if (!pattern) throw unknownPattern(slugOrNumber);
  const taken = optionKeys
    .map(optionOf)
    .filter((option) => option.flag !== 'pattern' && takes(pattern.slug, option));
  if (json) {
    const described = taken.map(({ flag, help, choices, when }) => ({
      flag: `--${flag}`,
      help,
      values: choices?.map(({ value }) => value),
      applies: when?.says,
    }));
    const document = { ok: true, command: 'explain', pattern, options: described };
    io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return;
  }
  io.stdout.write(`${[...heading(pattern), ...optionLines(taken), ...example(pattern)].join('\n')}\n`);
}

/** True when some answer to another question makes the option apply to the pattern. */
function takes(pattern: string, option: Option): boolean {
  const drafts = optionKeys.flatMap((key) =>
    (optionOf(key).choices?.map(({ value }) => value) ?? ['anything']).map((value) => ({
      [key]: value,
      pattern,
    })),
  );
  return [{ pattern }, ...drafts].some((draft) => applies(option, draft));
}

function heading({ number, title, slug, summary, ready }: Pattern): string[] {
  return [`${number} ${title} (${slug})`, `${summary}${ready ? '' : '; not in this version yet'}`, ''];
}

function optionLines(taken: readonly Option[]): string[] {
  const width = Math.max(...taken.map(({ flag }) => flag.length)) + 2;
  return taken.map(({ flag, help, choices, when }) => {
    const values = choices ? `: ${choices.map(({ value }) => value).join(', ')}` : '';
    return `  ${`--${flag}`.padEnd(width)}  ${help}${values}${when ? ` (${when.says})` : ''}`;
  });
}

function example({ slug }: Pattern): string[] {
  return ['', `  ${invocation('npm')} my-shop --pattern ${slug} --yes`];
}

function unknownPattern(slugOrNumber: string): Failure {
  const near = nearest(
    slugOrNumber,
    patterns.map(({ slug }) => slug),
  );
  return new Failure('usage', 'unknown-pattern', `There is no pattern "${slugOrNumber}".`, {
    hint: near ? `Did you mean ${near}?` : 'See "create-serverless-pattern list".',
  });
}
