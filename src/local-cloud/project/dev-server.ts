import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { constants, getPriority, setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** The dev server of the site in `web/`: Vite's or Angular's own. */
export interface DevServer {
  /** `Vite` or `Angular`. */
  name: string;
  /** `web/dist`, in whose place its answers are served. */
  output: string;
  /** Starts it, unless it runs or is closed. One that takes long begins by itself. */
  begin(): void;
  /** Fulfilled with its port when it answers; rejected when it ended before. */
  ready: Promise<number>;
  close(): Promise<void>;
}

interface Tool {
  name: string;
  /** How the script `dev` begins. */
  script: RegExp;
  /** Package, and the program in it. */
  program: [packageName: string, path: string];
  argv(port: number): string[];
  /** Whether it starts so fast that it may leave the processors to others until somebody asks for the site. */
  givesWay: boolean;
}

const tools: Tool[] = [
  {
    name: 'Vite',
    script: /^vite(?: dev| serve)?(?= |$)/,
    program: ['vite', 'bin/vite.js'],
    argv: (port) => ['--port', String(port), '--strictPort', '--host', '127.0.0.1', '--clearScreen', 'false'],
    givesWay: true,
  },
  {
    name: 'Angular',
    script: /^ng serve(?= |$)/,
    program: ['@angular/cli', 'bin/ng.js'],
    argv: (port) => ['--port', String(port), '--host', '127.0.0.1', '--hmr'],
    // It builds the whole site before it answers.
    givesWay: false,
  },
];

const longestStart = 120_000;

/**
 * The dev server that the script `dev` of `web/` names, with the arguments that stand there; `undefined` when it names none
 * that is known, or when its package is not installed.
 */
export function createDevServer(root: string, tell: (line: string) => void): DevServer | undefined {
  const web = join(root, 'web');
  const manifest = join(web, 'package.json');
  const script: string = existsSync(manifest)
    ? (JSON.parse(readFileSync(manifest, 'utf8')).scripts?.dev ?? '')
    : '';
  const tool = tools.find((each) => each.script.test(script));
  const program = tool && programOf(manifest, tool.program);
  if (!tool || !program) return undefined;
  const own = tool.script.exec(script)![0].split(' ').slice(1);
  const given = script.slice(tool.script.exec(script)![0].length).split(' ').filter(Boolean);
  let child: ChildProcess | undefined;
  let begin = () => {};
  const begun = new Promise<void>((done) => {
    begin = done;
  });
  let isClosed = false;
  const start = async () => {
    if (tool.givesWay) await begun;
    const port = await freePort();
    if (isClosed) throw new Error('The dev server of web/ was closed before it started.');
    child = spawn(process.execPath, [program, ...own, ...given, ...tool.argv(port)], {
      cwd: web,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', NG_CLI_ANALYTICS: 'false' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (tool.givesWay) giveWay(child);
    await untilReady(child, port, tell);
    return port;
  };
  const ready = start();
  ready.catch(() => {});
  return {
    name: tool.name,
    output: join(web, 'dist'),
    begin,
    ready,
    close: async () => {
      isClosed = true;
      if (child) await end(child);
    },
  };
}

/** Waits until it answers. Tells what it says from then on, or throws what it said until it ended. */
async function untilReady(child: ChildProcess, port: number, tell: (line: string) => void): Promise<void> {
  let isReady = false;
  const said: string[] = [];
  for (const output of [child.stdout, child.stderr]) {
    output!.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
        // What it says at its start is its own address, which is not the site's.
        if (isReady) tell(line);
        else said.push(line);
      }
    });
  }
  try {
    await answers(child, port);
    isReady = true;
  } catch (error) {
    throw new Error([(error as Error).message, ...said.slice(-20)].join('\n'));
  }
}

/** Steps of the `nice` of Unix: a third of a processor that others want too. */
const lower = 5;

/** The first answers of functions wait for the same processors. */
function giveWay({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, Math.min(getPriority() + lower, constants.priority.PRIORITY_LOW));
  } catch {
    // It has ended already, which is told elsewhere, or the system does not allow it.
  }
}

/** The program of a package as the site would find it, wherever its package manager put it. */
function programOf(manifest: string, [name, path]: Tool['program']): string | undefined {
  try {
    const file = join(dirname(createRequire(manifest).resolve(`${name}/package.json`)), path);
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

const freePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = server.address();
      server.close(() => done(address && typeof address === 'object' ? address.port : 0));
    });
  });

/** Waits until the port takes connections. */
async function answers(child: ChildProcess, port: number): Promise<void> {
  const limit = performance.now() + longestStart;
  let ended: string | undefined;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', (code) => (ended = `it ended with ${code}`));
  while (!(await accepts(port))) {
    if (ended !== undefined) throw new Error(`The dev server of web/ did not start: ${ended}.`);
    if (performance.now() > limit)
      throw new Error('The dev server of web/ did not start within two minutes.');
    await delay(50);
  }
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });

/** Ends the process, by force when it does not go. */
function end(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done();
    const force = setTimeout(() => child.kill('SIGKILL'), 2000);
    child.once('exit', () => {
      clearTimeout(force);
      done();
    });
    child.kill('SIGTERM');
  });
}
