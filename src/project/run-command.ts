/** How a child process ended. */
export interface Ran {
  /** Exit code; 127 when there is no such program, 124 when it took too long, 1 when a signal ended it. */
  code: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Shows the child's output on this process's standard error as it comes, instead of keeping it. */
  show?: boolean;
  /** Milliseconds after which the child is ended. */
  timeout?: number;
}

/** Runs a program without a shell and without input. */
export type RunCommand = (command: string, argv: readonly string[], options: RunOptions) => Promise<Ran>;

/** Runs programs of this machine. */
export const runLocally: RunCommand = async (command, argv, { cwd, env, show, timeout }) => {
  const { execa } = await import('execa');
  const output = show ? process.stderr : 'pipe';
  const result = await execa(command, argv, {
    cwd,
    env,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    stdout: output,
    stderr: output,
    ...(timeout ? { timeout } : {}),
  });
  const missing = result.code === 'ENOENT';
  const code = missing ? 127 : result.timedOut ? 124 : (result.exitCode ?? 1);
  return { code, stdout: String(result.stdout ?? ''), stderr: String(result.stderr ?? '') };
};
