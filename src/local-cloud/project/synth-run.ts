import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { compiledCodeFolder } from '../compiled-code.ts';
import { ProjectError } from './esbuild.ts';
import { launcherSource } from './synth-launcher.ts';

export interface AppRun {
  app: string;
  cache: string;
  /** The bundled app. The process that will run it starts at once, and loads CDK meanwhile. */
  bundle: Promise<string>;
  output: string;
  context: Record<string, unknown>;
  /** Takes the end of the process, which comes after its outcome: Node.js still writes compiled code. */
  onLeave?(end: Promise<void>): void;
}

/**
 * Runs a bundled CDK app in a child process. Gives the files of the project that it read.
 * @throws ProjectError with the app's message and the frames of its own code; whatever `bundle` throws
 */
export async function runApp(run: AppRun): Promise<string[]> {
  const folder = join(run.cache, 'tmp');
  const reads = join(run.cache, 'reads.json');
  const launcher = join(run.cache, 'launcher.cjs');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // CDK resolves links on the way to it (`FileSystem.tmpdir`), such as a node_modules that lies elsewhere.
  const temporary = realpathSync(folder);
  writeFileSync(launcher, launcherSource);
  const environment = {
    ...process.env,
    CDK_OUTDIR: run.output,
    CDK_CONTEXT_JSON: JSON.stringify(run.context),
    // CDK's own template check costs seconds; `npm run synth` and the deploy run it.
    CDK_VALIDATION: 'false',
    // Read by Node 22.1 and newer.
    NODE_COMPILE_CACHE: compiledCodeFolder(),
    TMPDIR: temporary,
    LOCAL_CLOUD_READS: reads,
    LOCAL_CLOUD_PROJECT: run.app,
  };
  let fault = '';
  // Source maps cost a tenth of the time, and only who has a fault to find needs them.
  for (const flags of [[], ['--enable-source-maps']]) {
    const { isDone, errors, end } = await execute([...flags, launcher], run, environment);
    run.onLeave?.(end);
    if (isDone) return JSON.parse(readFileSync(reads, 'utf8'));
    fault = errors;
  }
  throw new ProjectError(`The CDK app infra/app.ts failed.\n${ownWords(fault)}`);
}

interface Outcome {
  isDone: boolean;
  errors: string;
  /** Fulfilled when the process has ended. */
  end: Promise<void>;
}

async function execute(argv: string[], { app, bundle }: AppRun, env: NodeJS.ProcessEnv): Promise<Outcome> {
  const child = spawn(process.execPath, argv, { cwd: app, env, stdio: ['pipe', 'ignore', 'pipe', 'pipe'] });
  const outcome = outcomeOf(child);
  // It may have ended, which its outcome tells.
  child.stdin!.on('error', () => {});
  try {
    child.stdin!.end(await bundle);
  } catch (error) {
    child.kill();
    await (await outcome).end;
    throw error;
  }
  return outcome;
}

/** The outcome is there as soon as the app has done its work; that of one that fails comes with its last words. */
function outcomeOf(child: ChildProcess): Promise<Outcome> {
  return new Promise((done) => {
    let errors = '';
    let ended = () => {};
    const end = new Promise<void>((resolve) => {
      ended = resolve;
    });
    child.stderr!.setEncoding('utf8').on('data', (chunk) => {
      errors += chunk;
    });
    (child.stdio[3] as Readable).setEncoding('utf8').on('data', (code) => {
      if (code === '0') done({ isDone: true, errors, end });
    });
    child.on('error', (error) => {
      errors = error.message;
      ended();
      done({ isDone: false, errors, end });
    });
    child.on('close', (code) => {
      ended();
      done({ isDone: code === 0, errors, end });
    });
  });
}

/** The message and the frames in the project's own files; frames of CDK and of Node say nothing to its author. */
export function ownWords(errors: string): string {
  const lines = errors.split('\n').filter((line) => !/^Node\.js v\d|^\s*$/.test(line));
  const isFrame = (line: string) => /^\s+at /.test(line);
  const start = Math.max(
    lines.findIndex((line) => /^\w*(Error|Exception)\b.*:/.test(line)),
    0,
  );
  const message = lines.slice(start).filter((line) => !isFrame(line));
  const frames = lines.filter((line) => isFrame(line) && !/node_modules|node:|\(native/.test(line));
  return [...message.slice(0, 12), ...frames.slice(0, 5)].join('\n');
}
