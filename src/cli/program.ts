import { Command, Option as Flag, InvalidArgumentError } from 'commander';
import type { Option } from '../generate/option.ts';
import { type OptionKey, optionKeys, optionOf } from '../generate/options.ts';
import { conflictPolicies } from '../project/changes.ts';
import type { CreateFlags } from './commands/create.ts';
import { exitCodeHelp } from './exit-codes.ts';
import type { Io } from './io.ts';
import { cliVersion } from './version.ts';

/** The command line as commander knows it; each command is loaded when it runs. `create` is what runs when none is named. */
export function makeProgram(io: Io): Command {
  const program = new Command('create-serverless-pattern')
    .description('Makes a complete serverless repository on AWS from one of seven patterns.')
    .version(cliVersion(), '--version', 'prints the version')
    .helpOption('--help', 'prints this help')
    .helpCommand(false)
    .enablePositionalOptions()
    .allowExcessArguments(false)
    .configureHelp({ showGlobalOptions: true, styleTitle: (title) => title })
    .addHelpText('after', `\n${exitCodeHelp()}`);
  makesProjects(program, io);
  makesProjects(program.command('create').description('makes a project (the default)'), io);
  const reads = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .allowExcessArguments(false)
      .helpOption('--help', 'prints this help');
  reads('list', 'lists the patterns')
    .option('--json', jsonHelp)
    .action(async (_flags, command: Command) => {
      const { list } = await import('./commands/list.ts');
      list(isJson(command), io);
    });
  reads('explain', 'says what a pattern is and which options it takes')
    .argument('<pattern>', 'slug or number')
    .option('--json', jsonHelp)
    .action(async (pattern: string, _flags, command: Command) => {
      const { explain } = await import('./commands/explain.ts');
      explain(pattern, isJson(command), io);
    });
  reads('schema', 'prints the JSON Schema of an answers file')
    .option('--json', 'the same: a schema is JSON')
    .action(async () => {
      const { schema } = await import('./commands/schema.ts');
      schema(io);
    });
  return program;
}

const jsonHelp = 'one JSON document on standard output, errors included';

function makesProjects(command: Command, io: Io): void {
  command
    .argument('[directory]', 'directory of the project; default: its short name')
    .allowExcessArguments(false)
    .helpOption('--help', 'prints this help');
  for (const key of optionKeys) command.addOption(flagOf(key));
  command
    .option('--yes', 'takes the default wherever no answer is given')
    .addOption(
      new Flag('--answers <file>', 'reads the answers from a JSON file; - is standard input').argParser(once),
    )
    .option('--json', jsonHelp)
    .option('--dry-run', 'writes nothing; lists the files with their sizes')
    .option('--diff', 'writes nothing; shows what would change in the directory')
    .addOption(
      new Flag('--on-conflict <policy>', 'what to do with files of the same name in the directory')
        .choices(conflictPolicies)
        .default('error'),
    )
    .option('--no-install', 'leaves out the install of packages')
    .option('--no-git', 'leaves out the repository and its first commit')
    .action(async (directory: string | undefined, _flags, self: Command) => {
      const { create } = await import('./commands/create.ts');
      await create(directory, givenOf(self), { ...self.opts<CreateFlags>(), json: isJson(self) }, io);
    });
}

/** The commander option of a row of the table; the value is checked with all others, not here. */
function flagOf(key: OptionKey): Flag {
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

function once(value: string, previous: string | undefined): string {
  if (previous !== undefined && previous !== value) {
    throw new InvalidArgumentError(`It was given before as '${previous}'. Give it once.`);
  }
  return value;
}

function joined(value: string, previous: string | undefined): string {
  return previous === undefined ? value : `${previous},${value}`;
}

/** The answers that were given as flags, by option key. */
function givenOf(command: Command): Record<string, string> {
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

function isJson(command: Command): boolean {
  return Boolean(command.optsWithGlobals<{ json?: boolean }>().json);
}
