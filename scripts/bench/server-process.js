/** Servers that a benchmark starts, and ends. */
import { spawn } from 'node:child_process';

/**
 * Starts Node.js with arguments in a folder; resolves with the process and the URL that it printed.
 * `ready` finds that URL, as its first group, in what the server prints.
 */
export function startServer({ name, argv, cwd, ready, env = {} }) {
  const child = spawn(process.execPath, argv, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((done, fail) => {
    let text = '';
    const read = (chunk) => {
      text += chunk;
      const url = ready.exec(text)?.[1];
      if (url) done({ name, child, url: url.replace(/\/$/, '') });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', (code) => fail(new Error(`${name} ended with ${code}: ${text}`)));
  });
}

/** Ends servers, and resolves once they have. */
export async function endServers(...servers) {
  for (const { child } of servers) child.kill('SIGTERM');
  await Promise.all(
    servers.map(
      ({ child }) => child.exitCode ?? child.signalCode ?? new Promise((done) => child.once('exit', done)),
    ),
  );
}
