import { CommanderError } from 'commander';
import { Failure } from '../project/failure.ts';
import { Ended } from './ended.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';
import { printError, printFailure } from './print-error.ts';
import { makeProgram } from './program.ts';
import { usageFailure } from './usage-failure.ts';

/**
 * Runs one command line (without the program's name) to its end and gives the exit code. Never throws: what a user can
 * mend is one message, anything else a report of a defect.
 */
export async function runCli(argv: readonly string[], io: Io): Promise<number> {
  const json = argv.includes('--json');
  try {
    const program = makeProgram(io);
    for (const command of [program, ...program.commands]) {
      command
        .exitOverride()
        .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: () => {} });
    }
    await program.parseAsync(argv, { from: 'user' });
    return exitCodes.done.code;
  } catch (error) {
    if (error instanceof Ended) return error.code;
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done.code;
    const failure = error instanceof CommanderError ? usageFailure(error, io.env) : error;
    if (!(failure instanceof Failure)) {
      printError(failure, json, io);
      return exitCodes.defect.code;
    }
    printFailure(failure, json, io);
    return exitCodeOf(failure.kind);
  }
}
