import { type PackageManager, packageManagers } from '../generate/package-managers.ts';
import { Failure } from './failure.ts';
import type { RunCommand } from './run-command.ts';

/** What is left out of the output that an install shows nobody. */
const quiet: Partial<Record<PackageManager, string[]>> = { npm: ['--no-fund', '--no-audit'] };

/** Installs the packages of a project, and so makes its lock file. Throws a {@link Failure} that says how to go on. */
export async function install(
  run: RunCommand,
  project: { path: string; packageManager: PackageManager; env: NodeJS.ProcessEnv; show: boolean },
): Promise<void> {
  const { name, install: words } = packageManagers[project.packageManager];
  const [command = name, ...argv] = words.split(' ');
  const ran = await run(command, [...argv, ...(quiet[name] ?? [])], {
    cwd: project.path,
    env: installEnvironment(project.env),
    show: project.show,
  });
  if (ran.code === 0) return;
  if (ran.code === 127) {
    throw new Failure('environment', 'package-manager-missing', `${name} is not installed.`, {
      hint:
        name === 'npm' ? 'Install Node.js with npm.' : `Install ${name}, or choose --package-manager npm.`,
    });
  }
  const details = lastLines(ran.stderr || ran.stdout).map((message) => ({ message }));
  throw new Failure('environment', 'install-failed', `"${words}" failed with exit code ${ran.code}.`, {
    details,
  });
}

/**
 * The environment of the caller without what `npm exec` tells its own child about itself, which the install would
 * take for its own settings. A lock file has to be made even where a pipeline forbids to change one.
 */
function installEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own =
    /^(npm_(lifecycle|package|command|execpath)|npm_config_(package|call|local_prefix|workspaces?|global)$|init_cwd$)/i;
  const kept = Object.entries(env).filter(([name]) => !own.test(name));
  return { ...Object.fromEntries(kept), YARN_ENABLE_IMMUTABLE_INSTALLS: 'false' };
}

function lastLines(output: string): string[] {
  return output
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .slice(-15);
}
