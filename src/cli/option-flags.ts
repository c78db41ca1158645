import { type Command, Option as Flag, InvalidArgumentError } from 'commander';
import type { Option } from '../generate/option.ts';
import { type OptionKey, optionKeys, optionOf } from '../generate/options.ts';

/** The commander option of a row of the table; the value is checked with all others, not here. */
export function flagOf(key: OptionKey): Flag {
  const option = optionOf(key);
  const flag = new Flag(`--${option.flag} <${option.placeholder}>`, helpOf(option));
  return flag.argParser(option.type === 'list' ? joined : once);
}

function helpOf({ help, choices, aliases, when, default: usual }: Option): string {
  const values = choices && !aliases ? `: ${choices.map(({ value }) => value).join(', ')}` : '';
  const scope = when ? `; ${when.says}` : '';
  const first =
    typeof usual === 'function' || !usual?.length || help.includes('default') ? '' : `; default: ${usual}`;
  return `${help}${values}${scope}${first}`;
}

/** Refuses a second, different value of a flag. */
export function once(value: string, previous: string | undefined): string {
  if (previous !== undefined && previous !== value) {
    throw new InvalidArgumentError(`It was given before as '${previous}'. Give it once.`);
  }
  return value;
}

function joined(value: string, previous: string | undefined): string {
  return previous === undefined ? value : `${previous},${value}`;
}

/** The answers that were given as flags, by option key. */
export function givenOf(command: Command): Record<string, string> {
  const values = command.opts<Record<string, string>>();
  return Object.fromEntries(
    optionKeys
      .map((key) => [key, attributeOf(key)] as const)
      .filter(([, attribute]) => command.getOptionValueSource(attribute) === 'cli')
      .map(([key, attribute]) => [key, values[attribute]!]),
  );
}

/** Where commander keeps an option: `--hosted-zone-id` as `hostedZoneId`. */
function attributeOf(key: OptionKey): string {
  return flagOf(key).attributeName();
}

export const jsonHelp = 'one JSON document on standard output, errors included';

/** True when the command, or the program before it, was given `--json`. */
export function isJson(command: Command): boolean {
  return Boolean(command.optsWithGlobals<{ json?: boolean }>().json);
}
