import { type PackageManager, packageManagers } from '../../src/generate/package-managers.ts';
import { run, warnings } from '../e2e/packed.ts';
import { environmentOf } from './package-managers.ts';
import { isInstalled, markInstalled } from './project-folder.ts';

/** Scripts that pass in every project without a warning. */
const scripts = ['lint', 'typecheck', 'test', 'build', 'synth'];

/** How the steps of one project went; the first that failed is the last. */
export interface Steps {
  /** Seconds by step. */
  seconds: Record<string, number>;
  failure?: { step: string; output: string };
}

/**
 * Installs a project unless that is done, and runs all its scripts. A non-zero exit code or a warning is a failure.
 * `through` is a command, such as `nice`, to run each of them with.
 */
export async function runSteps(folder: string, manager: PackageManager, through = ''): Promise<Steps> {
  const { install, run: script } = packageManagers[manager];
  const steps = scripts.map((name) => ({ name, command: `${script} ${name}` }));
  if (!isInstalled(folder)) steps.unshift({ name: 'install', command: install });
  const seconds: Record<string, number> = {};
  for (const { name, command } of steps) {
    const start = Date.now();
    const argv = `${through} ${command}`.trim().split(/\s+/);
    const { code, output } = await run(argv[0]!, argv.slice(1), folder, environmentOf(manager));
    seconds[name] = Math.round((Date.now() - start) / 1000);
    const warned = warnings(output);
    if (code !== 0 || warned.length > 0) {
      const what = code === 0 ? warned.join('\n') : output.slice(-6000);
      return { seconds, failure: { step: name, output: what } };
    }
    if (name === 'install') markInstalled(folder);
  }
  return { seconds };
}
