import type { FailureKind } from '../project/failure.ts';

/** Every exit code of the command line, with the words of `--help`. */
export const exitCodes = {
  done: { code: 0, meaning: 'done' },
  defect: { code: 1, meaning: 'a fault of this tool' },
  usage: { code: 2, meaning: 'wrong use: an unknown option, a bad or missing answer' },
  conflict: { code: 3, meaning: 'files or a directory in the way' },
  environment: { code: 4, meaning: 'the environment: disk, permission, git, network' },
  upgradeAvailable: { code: 10, meaning: 'upgrade --check: an upgrade is available' },
  drift: { code: 11, meaning: 'the record is corrupt, or a file that the tool owns was edited' },
  stateful: { code: 12, meaning: 'an upgrade would leave a resource with data behind' },
  hungUp: { code: 129, meaning: 'the terminal was closed' },
  interrupted: { code: 130, meaning: 'stopped by Ctrl-C' },
  terminated: { code: 143, meaning: 'stopped by SIGTERM' },
} as const;

const codeOfKind: Record<FailureKind, number> = {
  usage: exitCodes.usage.code,
  conflict: exitCodes.conflict.code,
  environment: exitCodes.environment.code,
  cancelled: exitCodes.interrupted.code,
  record: exitCodes.drift.code,
  stateful: exitCodes.stateful.code,
};

/** The exit code of a failure. */
export function exitCodeOf(kind: FailureKind): number {
  return codeOfKind[kind];
}

/** The epilogue of `--help`. */
export function exitCodeHelp(): string {
  const lines = Object.values(exitCodes).map(({ code, meaning }) => `  ${String(code).padEnd(5)}${meaning}`);
  return ['Exit codes:', ...lines].join('\n');
}
