import { applies, defaultOf } from '../generate/answers.ts';
import { type Answers, optionKeys, optionOf } from '../generate/options.ts';
import type { PackageManager } from '../generate/package-managers.ts';
import { quote, quotePath } from './quote.ts';

const runners: Record<PackageManager, string> = {
  npm: 'npx',
  pnpm: 'pnpm dlx',
  yarn: 'yarn dlx',
  bun: 'bunx',
};

/** The command that runs this package; with a version, exactly that one. */
export function invocation(packageManager: PackageManager, version?: string): string {
  return `${runners[packageManager]} create-serverless-pattern${version ? `@${version}` : ''}`;
}

/** The command that makes the same project again: the pattern, and every answer that is not the default. */
export function reproduceCommand(made: {
  answers: Answers;
  directory: string;
  /** What the name would be without `--name`; absent when that depends on where the command runs. */
  directoryName: string | undefined;
  version: string;
  platform: NodeJS.Platform;
}): string {
  const { answers, platform } = made;
  const flags = optionKeys.flatMap((key) => {
    const option = optionOf(key);
    const value = answers[key];
    if (value === undefined || !applies(option, answers)) return [];
    const usual = key === 'name' ? made.directoryName : defaultOf(option, answers);
    if (key !== 'pattern' && String(usual) === String(value)) return [];
    return [`--${option.flag} ${quote(String(value), platform)}`];
  });
  const command = invocation(answers.packageManager, made.version);
  return [command, quotePath(made.directory, platform), ...flags, '--yes'].join(' ');
}
