import { parseArgs } from 'node:util';
import { ProjectError } from './project/esbuild.ts';
import type { StartOptions } from './start.ts';

export interface Command extends StartOptions {
  help: boolean;
  /** End with exit code 1 when something is not emulated. */
  strict: boolean;
  /** Name at start all that has no effect. */
  verbose: boolean;
}

export const usage = `Serves this project's CDK app on localhost.

  node dev/local-cloud.mjs [options]

  --port N     port of the AWS endpoint; sites and console follow (default 4500, 0: any free ones)
  --rtt MS     adds a round trip to each request, as a network between browser and AWS does
  --persist    keeps tables, queues and objects in .local-cloud/ over a restart
  --strict     ends with exit code 1 when the templates hold what is not emulated
  --no-iam     allows every call, whatever the roles in the templates say
  --no-hot     serves the built site, built anew on save, instead of the dev server of web/
  --inspect    opens an inspector for each function, from port 9230 on
  --verbose    names at start all that has no effect on a laptop, and not only how much
  --help       shows this text`;

/**
 * Reads the arguments.
 * @throws ProjectError for an unknown option or a number that is none
 */
export function readArguments(argv: string[]): Command {
  const { values } = parse(argv);
  return {
    help: values.help ?? false,
    strict: values.strict ?? false,
    verbose: values.verbose ?? false,
    persist: values.persist ?? false,
    inspect: values.inspect ?? false,
    hot: !values['no-hot'],
    iam: !values['no-iam'],
    port: number('port', values.port, 65_535),
    rtt: number('rtt', values.rtt, 60_000),
  };
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      options: {
        help: { type: 'boolean', short: 'h' },
        inspect: { type: 'boolean' },
        'no-hot': { type: 'boolean' },
        'no-iam': { type: 'boolean' },
        persist: { type: 'boolean' },
        port: { type: 'string' },
        rtt: { type: 'string' },
        strict: { type: 'boolean' },
        verbose: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new ProjectError(`${(error as Error).message.split('. ')[0]}. --help lists the options.`);
  }
}

function number(name: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= max) return value;
  throw new ProjectError(`--${name} takes a whole number from 0 to ${max}, not "${text}".`);
}
