import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FileTree } from '../../generate/file-tree.ts';
import type { Stack } from '../../upgrade/aws/stack.ts';
import type { RunCommand } from '../run-command.ts';
import { copyTree } from './copy.ts';
import { readStacks } from './read-assembly.ts';
import { runnerSource } from './runner.ts';

/** The stacks of all stages, or why there are none. */
export type Synthesised = { stacks: Stack[] } | { failed: string };

/** Milliseconds that one app of a project may take. */
const limit = 90_000;

/**
 * Synthesises every CDK app of a project as it is in memory, with the packages that are installed at `root`: in a
 * temporary copy and a process of its own, which gets no credentials. Nothing is bundled, and nothing is looked up.
 */
export async function synthesise(
  tree: FileTree,
  root: string,
  { run, env }: { run: RunCommand; env: NodeJS.ProcessEnv },
): Promise<Synthesised> {
  const apps = [...tree.keys()].filter((path) => /(^|\/)infra\/app\.ts$/.test(path)).map(appFolder);
  if (apps.length === 0) return { failed: 'There is no infra/app.ts.' };
  const copy = copyTree(tree, root);
  try {
    const stacks: Stack[] = [];
    for (const app of apps) {
      const folder = join(copy, app);
      writeFileSync(join(folder, runnerFile), runnerSource);
      const options = { cwd: folder, env: environment(env, copy), timeout: limit };
      const ran = await run(process.execPath, ['--import', 'tsx', runnerFile], options);
      if (ran.code !== 0) return { failed: reason(ran) };
      stacks.push(...readStages(join(folder, '.synth')));
    }
    return { stacks };
  } catch (error) {
    return { failed: (error as Error).message };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const runnerFile = '.synth-runner.mjs';

function appFolder(path: string): string {
  return dirname(dirname(path));
}

/** Of this process's variables only those that a program needs to run: no credentials, no profile, no home. */
function environment(env: NodeJS.ProcessEnv, copy: string): NodeJS.ProcessEnv {
  const kept = ['PATH', 'Path', 'SystemRoot', 'TMPDIR', 'TEMP', 'TMP', 'LANG'];
  return {
    ...Object.fromEntries(kept.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]))),
    HOME: copy,
    USERPROFILE: copy,
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_VALIDATION: 'false',
    NO_COLOR: '1',
  };
}

function readStages(folder: string): Stack[] {
  if (existsSync(join(folder, 'manifest.json'))) return readStacks(folder, '');
  return readdirSync(folder)
    .sort()
    .flatMap((stage) => readStacks(join(folder, stage), stage));
}

function reason({ code, stderr }: { code: number; stderr: string }): string {
  if (code === 124) return `It took longer than ${limit / 1000} seconds.`;
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  return (
    lines.find((line) => /^\w*Error\b|Error: |ERROR: /.test(line))?.trim() ??
    lines[0] ??
    `It ended with ${code}.`
  );
}
