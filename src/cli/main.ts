import { exitCodes } from './exit-codes.ts';
import { processIo } from './io.ts';
import { runCli } from './run.ts';

const showCursor = '\u001b[?25h';
let atStop = 'Stopped. Nothing was written.';

for (const [signal, { code }] of [
  ['SIGINT', exitCodes.interrupted],
  ['SIGTERM', exitCodes.terminated],
  ['SIGHUP', exitCodes.hungUp],
] as const) {
  process.on(signal, () => {
    if (process.stdout.isTTY) process.stdout.write(`${showCursor}\n`);
    process.stderr.write(`${atStop}\n`);
    process.exit(code);
  });
}
// A reader that has seen enough (`| head`) is no error, and no reason to leave a project unfinished.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
const io = processIo((message) => {
  atStop = message;
});
process.exitCode = await runCli(process.argv.slice(2), io);
