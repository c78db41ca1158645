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
const io = processIo((message) => {
  atStop = message;
});
process.exitCode = await runCli(process.argv.slice(2), io);
