import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ProjectError } from './esbuild.ts';

export interface AppRun {
  app: string;
  cache: string;
  bundle: string;
  output: string;
  context: Record<string, unknown>;
}

/**
 * Runs a bundled CDK app in a child process. Gives the files of the project that it read.
 * @throws ProjectError with the app's message and the frames of its own code
 */
export async function runApp(run: AppRun): Promise<string[]> {
  const folder = join(run.cache, 'tmp');
  const reads = join(run.cache, 'reads.json');
  const preload = join(run.cache, 'preload.mjs');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // CDK resolves links on the way to it (`FileSystem.tmpdir`), such as a node_modules that lies elsewhere.
  const temporary = realpathSync(folder);
  writeFileSync(preload, preloadSource);
  const environment = {
    ...process.env,
    CDK_OUTDIR: run.output,
    CDK_CONTEXT_JSON: JSON.stringify(run.context),
    // CDK's own template check costs seconds; `npm run synth` and the deploy run it.
    CDK_VALIDATION: 'false',
    // Read by Node 22.1 and newer.
    NODE_COMPILE_CACHE: join(run.cache, 'compiled'),
    TMPDIR: temporary,
    LOCAL_CLOUD_READS: reads,
    LOCAL_CLOUD_PROJECT: run.app,
  };
  let fault = '';
  const argv = ['--import', pathToFileURL(preload).href, run.bundle];
  // Source maps cost a tenth of the time, and only who has a fault to find needs them.
  for (const flags of [[], ['--enable-source-maps']]) {
    const { code, errors } = await execute([...flags, ...argv], run.app, environment);
    if (code === 0) return JSON.parse(readFileSync(reads, 'utf8'));
    if (flags.length > 0) fault = errors;
  }
  throw new ProjectError(`The CDK app infra/app.ts failed.\n${ownWords(fault)}`);
}

function execute(
  argv: string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; errors: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, argv, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      errors += chunk;
    });
    child.on('error', (error) => done({ code: 1, errors: error.message }));
    child.on('close', (code) => done({ code: code ?? 1, errors }));
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

/**
 * CDK writes inline assets (`Source.jsonData`) to the temporary folder and removes them, as it takes them to be copied
 * by then; here the folder itself is the asset. Files that the app reads are noted, as a change in them is a new synth.
 */
const preloadSource = `import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
const { TMPDIR, LOCAL_CLOUD_READS, LOCAL_CLOUD_PROJECT, CDK_OUTDIR } = process.env;
const { rmSync, readFileSync, writeFileSync } = fs;
const reads = new Set();
fs.rmSync = (path, options) => (String(path).startsWith(TMPDIR) ? undefined : rmSync(path, options));
fs.readFileSync = (path, options) => {
  const file = typeof path === 'string' ? resolve(path) : path instanceof URL ? fileURLToPath(path) : '';
  const isOwn = file.startsWith(LOCAL_CLOUD_PROJECT + sep) && !file.includes('node_modules') && !file.startsWith(CDK_OUTDIR);
  if (isOwn && !file.includes(sep + 'dist' + sep)) reads.add(file);
  return readFileSync(path, options);
};
syncBuiltinESMExports();
process.on('exit', () => writeFileSync(LOCAL_CLOUD_READS, JSON.stringify([...reads])));
`;
