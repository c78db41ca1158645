import { type ChildProcess, spawn } from 'node:child_process';

/** A running `npm run dev`. */
export interface DevServer {
  /** What it printed so far. */
  output(): string;
  /** The URL on the line that holds `name`. */
  url(name: RegExp): string;
  stop(): Promise<number | null>;
}

/** Starts the local cloud of a generated project and waits until `ready` shows in its output. */
export async function startDev(folder: string, ready: RegExp, argv: string[] = []): Promise<DevServer> {
  const child = spawn('npm', ['run', 'dev', '--', ...argv], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that stopping reaches npm's child too.
    detached: true,
  });
  let text = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  child.stderr.on('data', (chunk) => (text += chunk));
  await waitFor(
    child,
    () => ready.test(text),
    () => text,
  );
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
    stop: () =>
      new Promise((done) => {
        child.once('exit', (code) => done(code));
        process.kill(-child.pid!, 'SIGTERM');
      }),
  };
}

function waitFor(child: ChildProcess, test: () => boolean, text: () => string): Promise<void> {
  return new Promise((done, fail) => {
    const timer = setInterval(() => {
      if (test()) finish();
    }, 20);
    const ended = (code: number | null) => finish(new Error(`dev ended with ${code}:\n${text()}`));
    const limit = setTimeout(() => finish(new Error(`dev is not ready after 60 s:\n${text()}`)), 60_000);
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
