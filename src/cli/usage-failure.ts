import type { CommanderError } from 'commander';
import { Failure } from '../project/failure.ts';

/** The failure of a command line that commander cannot read. */
export function usageFailure(error: CommanderError, env: NodeJS.ProcessEnv): Failure {
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = rest.join(' ').replace(/^\((.*)\)$/, '$1');
  const message = [sentence(first), suggestion].filter(Boolean).join(' ');
  const code = error.code
    .replace(/^commander\./, '')
    .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return new Failure('usage', code, message, { hint: hintOf(error, env) });
}

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!]$/.test(capital) ? capital : `${capital}.`;
}

function hintOf({ code }: CommanderError, env: NodeJS.ProcessEnv): string {
  if (code === 'commander.excessArguments') {
    // npm keeps options that come before "--" to itself, and only their values arrive.
    return env.npm_config_user_agent?.startsWith('npm/')
      ? 'Quote a directory that holds spaces. With "npm create", options go after "--": npm create serverless-pattern my-shop -- --pattern api'
      : 'Quote a directory that holds spaces.';
  }
  return 'See --help for every option.';
}
