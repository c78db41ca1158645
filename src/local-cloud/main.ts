import { realpathSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';
import { readArguments, usage } from './command-line.ts';
import type { TraceEvent } from './contract.ts';
import { ProjectError, restEsbuild } from './project/esbuild.ts';
import { report } from './report.ts';
import { startLocal } from './start.ts';
import { createPrinter, terminalLine } from './terminal.ts';
import { watchProject } from './watch.ts';

export type { LocalConfig } from './project/config.ts';
export { type LocalCloud, type StartOptions, startLocal } from './start.ts';

/** The command line: starts, says where everything answers, and follows edits until a signal ends it. */
async function main(): Promise<void> {
  const { help, strict, verbose, ...options } = readArguments(process.argv.slice(2));
  if (help) return console.log(usage);
  // Time of the process, not of this function: what a developer waits for.
  const local = await startLocal(options);
  console.log(report(local, process.uptime(), verbose));
  if (strict && local.notices.length > 0) {
    await local.close();
    process.exitCode = 1;
    return;
  }
  const printer = createPrinter((text) => process.stdout.write(text));
  const show = (event: TraceEvent) => {
    const line = terminalLine(event);
    if (line !== undefined) printer.print(line);
  };
  // What the start itself logged, such as the ports of debuggers; its notices are in the report.
  for (const event of local.trace.events()) if (event.kind === 'log') show(event);
  local.trace.subscribe(show);
  await restEsbuild();
  const watching = watchProject(local, printer.print);
  const end = () => {
    watching.close();
    printer.flush();
    void local.close().then(() => process.exit(0));
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  // Node 22.1 and newer keep compiled code between runs.
  (nodeModule as { enableCompileCache?: () => void }).enableCompileCache?.();
  main().catch((error) => {
    console.error(error instanceof ProjectError ? error.message : error);
    process.exit(1);
  });
}
