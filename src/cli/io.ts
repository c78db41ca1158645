import type { Readable, Writable } from 'node:stream';
import type { FileTree } from '../generate/file-tree.ts';
import type { Answers } from '../generate/options.ts';
import { type Released, releasedGenerations } from '../generate/released.ts';
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
  /** Generations of the templates that earlier versions shipped, the newest first. */
  released(): Released[];
  /** What is to be said when a signal ends the run from here on. */
  onStop(message: string): void;
}

/** The world of this process. A stream is opened when it is first used: opening all three costs as much as commander. */
export function processIo(onStop: (message: string) => void): Io {
  return {
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      return guarded(process.stdout);
    },
    get stderr() {
      return guarded(process.stderr);
    },
    env: process.env,
    cwd: process.cwd(),
    platform: process.platform,
    disk: localDisk,
    run: runLocally,
    render: renderProject,
    released: releasedGenerations,
    onStop,
  };
}

/** A reader that has seen enough (`| head`) is no error, and no reason to leave a project unfinished. */
function guarded<S extends Writable>(stream: S): S {
  if (!stream.listeners('error').includes(ignoreClosedPipe)) stream.on('error', ignoreClosedPipe);
  return stream;
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** True when somebody can be asked: both ends are a terminal, and no pipeline runs this. */
export function canAsk({ stdin, stdout, env }: Io): boolean {
  return Boolean(stdin.isTTY && stdout.isTTY) && (!env.CI || env.CI === 'false' || env.CI === '0');
}

/** True when output may be coloured (no-color.org, 2026: any non-empty value forbids it). */
export function mayColour({ stdout, env }: Io): boolean {
  return Boolean(stdout.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb';
}
