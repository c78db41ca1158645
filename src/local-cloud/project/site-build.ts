import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { ProjectError } from './esbuild.ts';

/** The site in `web/`: built by its own `build` script into `web/dist`. */
export interface SiteBuild {
  /** `web/dist`. */
  output: string;
  /** Builds when a source is newer than the last build, or when there is none. True when it built. */
  run(): Promise<boolean>;
  /** True when it was built at some time. */
  isThere(): boolean;
  /** True for a file that goes into the site. */
  concerns(file: string): boolean;
}

/** The site of a project; `undefined` when it has none. */
export function openSite(root: string): SiteBuild | undefined {
  const web = join(root, 'web');
  if (!existsSync(join(web, 'package.json'))) return undefined;
  const output = join(web, 'dist');
  const isSource = (path: string) =>
    path.startsWith(web + sep) &&
    !/[\\/](dist|node_modules|\.[^\\/]+|test)([\\/]|$)/.test(path.slice(web.length));
  let running: Promise<boolean> | undefined;
  const buildOnce = async () => {
    const built = statSync(join(output, 'index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (built > newest(web, isSource)) return false;
    await runScript(web);
    return true;
  };
  return {
    output,
    isThere: () => existsSync(join(output, 'index.html')),
    run: () => {
      // Build and synth ask for it side by side: two builds at once spoil each other's output.
      running ??= buildOnce().finally(() => {
        running = undefined;
      });
      return running;
    },
    concerns: isSource,
  };
}

/** Milliseconds since the epoch of the newest source. */
function newest(folder: string, isSource: (path: string) => boolean): number {
  const times = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const path = join(folder, entry.name);
    if (!isSource(path)) return 0;
    return entry.isDirectory() ? newest(path, isSource) : statSync(path).mtimeMs;
  });
  return Math.max(0, ...times);
}

/** `npm run` comes with Node.js and finds the tools of any package manager's node_modules. */
function runScript(web: string): Promise<void> {
  return new Promise((done, fail) => {
    const shell = process.platform === 'win32';
    const child = spawn('npm', ['run', 'build', '--silent'], {
      cwd: web,
      shell,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) =>
      fail(new ProjectError(`The site in web/ does not build: ${error.message}`, error)),
    );
    child.on('exit', (code) => {
      if (code === 0) done();
      else fail(new ProjectError(`The site in web/ does not build.\n${output.trim()}`));
    });
  });
}
