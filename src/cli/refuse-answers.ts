import type { Fault, Given } from '../generate/answers.ts';
import { type OptionKey, optionKeys, optionOf } from '../generate/options.ts';
import { runningPackageManager } from '../generate/package-managers.ts';
import { Failure } from '../project/failure.ts';
import type { Io } from './io.ts';
import { quote, quotePath } from './quote.ts';
import { invocation } from './reproduce.ts';

/** One failure for all faults of the answers; when some are only missing, with a command that would work. */
export function refuseAnswers(
  faults: readonly Fault[],
  directory: string | undefined,
  known: Given,
  io: Io,
): Failure {
  const missing = faults.filter((fault) => fault.missing);
  const details = faults.map(({ option, message, missing: absent }) => ({
    option,
    message:
      absent && option === 'name' ? 'The directory is missing; it also gives the project its name.' : message,
  }));
  if (missing.length < faults.length) {
    const few =
      faults.length === 1 ? 'One answer cannot be used.' : `${faults.length} answers cannot be used.`;
    return new Failure('usage', 'bad-answers', few, { details });
  }
  const few = missing.length === 1 ? 'One answer is missing' : `${missing.length} answers are missing`;
  return new Failure('usage', 'missing-answers', `${few}, and there is no terminal to ask at.`, {
    details,
    hint: `This works: ${workingCommand(missing, directory, known, io)}`,
  });
}

/** What was given, completed with an example of each answer that is missing. */
function workingCommand(
  missing: readonly Fault[],
  directory: string | undefined,
  known: Given,
  io: Io,
): string {
  const lacks = (key: OptionKey) => missing.some(({ option }) => option === key);
  const place = directory ?? (lacks('name') ? 'my-shop' : undefined);
  const flags = optionKeys.flatMap((key) => {
    const { flag, choices } = optionOf(key);
    if (key === 'name' && place !== undefined) return [];
    if (lacks(key)) return [`--${flag} ${choices?.find(({ disabled }) => !disabled)?.value}`];
    return known[key] === undefined ? [] : [`--${flag} ${quote(String(known[key]), io.platform)}`];
  });
  const command = invocation(runningPackageManager(io.env.npm_config_user_agent) ?? 'npm');
  return [command, ...(place === undefined ? [] : [quotePath(place, io.platform)]), ...flags, '--yes'].join(
    ' ',
  );
}
