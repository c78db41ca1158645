import type { Failure } from '../project/failure.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';
import { cliVersion } from './version.ts';

/** Tells a failure: a document on standard output with `--json`, otherwise lines on standard error. */
export function printFailure(failure: Failure, json: boolean, io: Io): void {
  const { code, message, hint, details } = failure;
  if (json) {
    printJson({ exitCode: exitCodeOf(failure.kind), error: { code, message, faults: details, hint } }, io);
    return;
  }
  const lines = details.map((detail) => `  ${detail.path ?? detail.message}`);
  io.stderr.write(`${[message, ...lines, ...(hint ? [hint] : [])].join('\n')}\n`);
}

/** Tells a defect of this tool, with what a report of it should hold. */
export function printError(error: unknown, json: boolean, io: Io): void {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const said = `This is a fault of create-serverless-pattern ${cliVersion()}: ${message}`;
  const hint =
    `Please report it to its maintainers, with the command you ran, Node.js ${process.version} on ${process.platform} ` +
    'and what DEBUG=1 adds to this message.';
  if (json) {
    printJson(
      { exitCode: exitCodes.defect.code, error: { code: 'defect', message: said, faults: [], hint } },
      io,
    );
  }
  if (!json) io.stderr.write(`${said}\n${hint}\n`);
  if (io.env.DEBUG) io.stderr.write(`${stack}\n`);
}

function printJson(document: object, io: Io): void {
  io.stdout.write(`${JSON.stringify({ ok: false, ...document }, null, 2)}\n`);
}
