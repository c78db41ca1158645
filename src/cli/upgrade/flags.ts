import { type Command, Option as Flag } from 'commander';
import { optionKeys } from '../../generate/options.ts';
import type { Io } from '../io.ts';
import { flagOf, givenOf, isJson, jsonHelp } from '../option-flags.ts';
import type { UpgradeFlags } from './upgrade-flags.ts';

/** The commands for a project that is there: `upgrade` and `eject`. */
export function upgradesProjects(program: Command, io: Io): void {
  const command = program
    .command('upgrade')
    .description('brings a project up to the newest templates, or to other answers')
    .argument('[directory]', 'directory of the project; default: the current one')
    .allowExcessArguments(false)
    .helpOption('--help', 'prints this help');
  for (const key of optionKeys) {
    const flag = flagOf(key);
    flag.description = flag.description.replace(/; default: .*$/, '');
    command.addOption(flag);
  }
  command
    .addOption(new Flag('--set <key=value>', 'another answer by its key; repeatable').argParser(collected))
    .option('--yes', 'writes without asking')
    .option('--json', jsonHelp)
    .option('--dry-run', 'writes nothing; lists what would change')
    .option('--diff', 'writes nothing; shows what would change')
    .option(
      '--check',
      'writes nothing; exit code 10 when an upgrade is available, 11 on drift or a corrupt record',
    )
    .addOption(
      new Flag('--conflict <style>', 'what to leave where both sides changed the same')
        .choices(['inline', 'sidecar', 'yours', 'template'])
        .default('inline'),
    )
    .addOption(new Flag('--only <glob>', 'upgrades these paths alone; repeatable').argParser(collected))
    .addOption(
      new Flag('--except <glob>', 'leaves these paths for another time; repeatable').argParser(collected),
    )
    .addOption(
      new Flag(
        '--accept <id>',
        'logical id of a resource with data that may be left behind, or "all"; repeatable',
      ).argParser(collected),
    )
    .option('--require-clean', 'goes on only when git has nothing to commit in the project')
    .option('--synth', 'runs the CDK app even where nothing shows that its packages were installed here')
    .option(
      '--no-synth',
      'does not run the CDK app to see what a deploy would do; compares stateful.contract.json instead',
    )
    .option('--continue', 'finishes an upgrade whose conflicts are settled')
    .option('--abort', 'puts everything back as it was before an upgrade with conflicts')
    .option('--undo', 'puts everything back as it was before the last upgrade')
    .action(async (directory: string | undefined, _flags, self: Command) => {
      const { upgrade } = await import('../commands/upgrade.ts');
      await upgrade(
        directory ?? '.',
        givenOf(self),
        { ...self.opts<UpgradeFlags>(), json: isJson(self) },
        io,
      );
    });
  program
    .command('eject')
    .description('removes the record, after which a project cannot be upgraded')
    .argument('[directory]', 'directory of the project; default: the current one')
    .allowExcessArguments(false)
    .helpOption('--help', 'prints this help')
    .option('--yes', 'removes without asking')
    .option('--json', jsonHelp)
    .action(async (directory: string | undefined, _flags, self: Command) => {
      const { eject } = await import('../commands/eject.ts');
      await eject(directory ?? '.', { yes: Boolean(self.opts().yes), json: isJson(self) }, io);
    });
}

function collected(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value];
}
