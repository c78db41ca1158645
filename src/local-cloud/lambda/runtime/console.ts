import { format } from 'node:util';

/** Levels of Lambda's text logs by console method (Lambda guide, "Log and monitor Node.js functions", 2026). */
const levels = {
  trace: 'TRACE',
  debug: 'DEBUG',
  log: 'INFO',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
} as const;

/**
 * Sends console lines with their level, and whole lines written to stdout and stderr (as loggers with a console of
 * their own do) without one. `flush` sends a last line that has no line end.
 */
export function captureOutput(send: (level: string, text: string) => void): { flush(): void } {
  for (const [method, level] of Object.entries(levels)) {
    console[method as keyof typeof levels] = (...values: unknown[]) => {
      if (method !== 'trace') return send(level, format(...values));
      const stack = (new Error().stack ?? '').split('\n').slice(2).join('\n');
      send(level, `Trace: ${format(...values)}\n${stack}`);
    };
  }
  const streams = [process.stdout, process.stderr].map((stream) =>
    captureStream(stream, (line) => send('', line)),
  );
  return {
    flush: () => {
      for (const flush of streams) flush();
    },
  };
}

function captureStream(stream: NodeJS.WriteStream, send: (line: string) => void): () => void {
  let rest = '';
  const write = (chunk: string | Uint8Array, ...more: unknown[]): boolean => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    for (const line of lines) if (line !== '') send(line);
    const written = more.find((each) => typeof each === 'function');
    if (written) queueMicrotask(() => written());
    return true;
  };
  stream.write = write as typeof stream.write;
  return () => {
    if (rest !== '') send(rest);
    rest = '';
  };
}
