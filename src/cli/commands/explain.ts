import { applies, defaultOf } from '../../generate/answers.ts';
import { nearest } from '../../generate/nearest.ts';
import type { Draft, Option } from '../../generate/option.ts';
import { optionKeys, optionOf } from '../../generate/options.ts';
import { findPattern, type Pattern, patterns } from '../../generate/patterns.ts';
import { Failure } from '../../project/failure.ts';
import type { Io } from '../io.ts';
import { invocation } from '../reproduce.ts';

/** Prints what a pattern is, and the options that it takes. */
export function explain(slugOrNumber: string, json: boolean, io: Io): void {
  const pattern = findPattern(slugOrNumber);
  if (!pattern) throw unknownPattern(slugOrNumber);
  const taken = optionsOf(pattern.slug);
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
  io.stdout.write(
    `${[...heading(pattern), ...optionLines(pattern.slug, taken), ...example(pattern)].join('\n')}\n`,
  );
}

/** The options that some answers to the questions before make apply to the pattern. */
function optionsOf(pattern: string): Option[] {
  const taken: Option[] = [];
  let texts: Draft = { pattern };
  const drafts: Record<string, string>[] = [{}];
  for (const key of optionKeys.filter((each) => each !== 'pattern')) {
    const option = optionOf(key);
    if (!drafts.some((choice) => applies(option, { ...texts, ...choice }))) continue;
    taken.push(option);
    if (option.choices) drafts.push(...option.choices.map(({ value }) => ({ [key]: value })));
    else texts = { ...texts, [key]: key === 'services' ? servicesApart : 'anything' };
  }
  return taken;
}

/** Services of two accounts, which alone ask for some options. */
const servicesApart = ['orders:111111111111', 'customers:222222222222'];

function heading({ number, title, slug, summary, ready }: Pattern): string[] {
  return [`${number} ${title} (${slug})`, `${summary}${ready ? '' : '; not in this version yet'}`, ''];
}

function optionLines(pattern: string, taken: readonly Option[]): string[] {
  const width = Math.max(...taken.map(({ flag }) => flag.length)) + 2;
  return taken.map((option) => {
    const { flag, help, choices, when } = option;
    const values = choices ? `: ${choices.map(({ value }) => value).join(', ')}` : '';
    const usual = help.includes('default') ? '' : usualOf(option, pattern);
    const scope = when && !applies(option, { pattern }) ? `; ${when.says}` : '';
    return `  ${`--${flag}`.padEnd(width)}  ${help}${values}${scope}${usual ? `; default: ${usual}` : ''}`;
  });
}

/** The default, in words where it is made from an answer that is not known here. */
function usualOf(option: Option, pattern: string): string {
  if (option.quiet && option.defaultSays) return option.defaultSays;
  return [defaultOf(option, { pattern }) ?? []].flat().join(',');
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
