import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A running `npm run dev`. */
export interface DevServer {
  /** What it printed so far. */
  output(): string;
  /** The URL on the line that holds `name`. */
  url(name: RegExp): string;
  /** Ends it; fulfilled when all of its processes are gone, so that its folder may go too. */
  stop(): Promise<void>;
}

/** Milliseconds: a machine that is slow, and busy with other projects, takes its time for a first build. */
const longestStart = 240_000;

/** Starts the local cloud of a generated project and waits until `ready` shows in its output. */
export async function startDev(folder: string, ready: RegExp, argv: string[] = []): Promise<DevServer> {
  const child = spawn('npm', ['run', 'dev', '--', ...argv], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that stopping reaches npm's child too.
    detached: true,
  });
  // npm may go before its child does, which holds the output open until then.
  const closed = once(child, 'close');
  let text = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  child.stderr.on('data', (chunk) => (text += chunk));
  const stop = async () => {
    signal(child, 'SIGTERM');
    const force = setTimeout(() => signal(child, 'SIGKILL'), 30_000);
    await closed;
    clearTimeout(force);
  };
  try {
    await waitFor(
      child,
      () => ready.test(text),
      () => text,
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    output: () => text,
    url: (name) => {
      const line = text
        .split('\n')
        .find((candidate) => name.test(candidate) && candidate.includes('http://'));
      const url = line && /http:\/\/\S+/.exec(line)?.[0];
      if (!url) throw new Error(`no URL for ${name} in:\n${text}`);
      return url.replace(/\/$/, '');
    },
    stop,
  };
}

/** Signals the whole group, which may be gone already. */
function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    process.kill(-child.pid!, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function waitFor(child: ChildProcess, test: () => boolean, text: () => string): Promise<void> {
  return new Promise((done, fail) => {
    const timer = setInterval(() => {
      if (test()) finish();
    }, 20);
    const ended = (code: number | null) => finish(new Error(`dev ended with ${code}:\n${text()}`));
    const limit = setTimeout(
      () => finish(new Error(`dev is not ready after ${longestStart / 1000} s:\n${text()}`)),
      longestStart,
    );
    child.once('exit', ended);
    function finish(error?: Error) {
      clearInterval(timer);
      clearTimeout(limit);
      child.off('exit', ended);
      if (error) fail(error);
      else done();
    }
  });
}
