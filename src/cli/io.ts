import type { Readable, Writable } from 'node:stream';
import type { FileTree } from '../generate/file-tree.ts';
import type { Answers } from '../generate/options.ts';
import { type Disk, localDisk } from '../project/disk.ts';
import { type RunCommand, runLocally } from '../project/run-command.ts';
import { renderProject } from './render-project.ts';

/** Everything that a command needs of the world; tests give their own. */
export interface Io {
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean; columns?: number };
  stderr: Writable & { isTTY?: boolean };
  env: NodeJS.ProcessEnv;
  cwd: string;
  platform: NodeJS.Platform;
  disk: Disk;
  run: RunCommand;
  /** The project of complete answers, without its record. */
  render(answers: Answers): Promise<FileTree>;
  /** What is to be said when a signal ends the run from here on. */
  onStop(message: string): void;
}

/** The world of this process. */
export function processIo(onStop: (message: string) => void): Io {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    platform: process.platform,
    disk: localDisk,
    run: runLocally,
    render: renderProject,
    onStop,
  };
}

/** True when somebody can be asked: both ends are a terminal, and no pipeline runs this. */
export function canAsk({ stdin, stdout, env }: Io): boolean {
  return Boolean(stdin.isTTY && stdout.isTTY) && (!env.CI || env.CI === 'false' || env.CI === '0');
}

/** True when output may be coloured (no-color.org, 2026: any non-empty value forbids it). */
export function mayColour({ stdout, env }: Io): boolean {
  return Boolean(stdout.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb';
}
