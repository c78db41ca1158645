import { availableParallelism } from 'node:os';
import type { BuildFailure, Message } from 'esbuild';

let loaded = false;

/** esbuild of the project, loaded when it is first needed. */
export const loadEsbuild = async () => {
  try {
    const esbuild = await import('esbuild');
    if (!loaded) leaveProcessor(esbuild);
    loaded = true;
    return esbuild;
  } catch (error) {
    throw new ProjectError(
      'esbuild is not installed in this project. Run the install command of its README.',
      error,
    );
  }
};

/** The first builds run beside the synth, which takes longest and needs a processor of its own: Go uses all there are. */
function leaveProcessor({ transform }: typeof import('esbuild')): void {
  const isSet = process.env.GOMAXPROCS !== undefined;
  process.env.GOMAXPROCS ??= String(Math.max(1, availableParallelism() - 1));
  // The first call starts esbuild's process, with the environment of the moment.
  void transform('').catch(() => {});
  if (!isSet) delete process.env.GOMAXPROCS;
}

/**
 * Ends esbuild's process, which keeps the memory of its largest build, 100 MB with the AWS SDK; the next build starts another.
 * Only for a process with one local cloud, and while it builds nothing.
 */
export async function restEsbuild(): Promise<void> {
  if (loaded) await (await loadEsbuild()).stop();
}

/** A fault in the project itself: its text is for the developer, without a stack. */
export class ProjectError extends Error {
  override name = 'ProjectError';
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
  }
}

/** Errors of a build as esbuild prints them: file, line, the line's text. */
export async function buildError(what: string, error: unknown): Promise<ProjectError> {
  const messages: Message[] | undefined = (error as BuildFailure).errors;
  if (!messages)
    return new ProjectError(`${what} does not build: ${(error as Error).message ?? error}`, error);
  const { formatMessages } = await loadEsbuild();
  const color = process.stderr.isTTY === true && !process.env.NO_COLOR;
  const lines = await formatMessages(messages.slice(0, 5), { kind: 'error', color });
  return new ProjectError(`${what} does not build.\n${lines.join('').trimEnd()}`, error);
}
