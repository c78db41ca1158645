import { Command, Option as Flag } from 'commander';
import { optionKeys } from '../generate/options.ts';
import { conflictPolicies } from '../project/changes.ts';
import type { CreateFlags } from './commands/create.ts';
import { exitCodeHelp } from './exit-codes.ts';
import type { Io } from './io.ts';
import { flagOf, givenOf, isJson, jsonHelp, once } from './option-flags.ts';
import { upgradesProjects } from './upgrade/flags.ts';
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
  upgradesProjects(program, io);
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
