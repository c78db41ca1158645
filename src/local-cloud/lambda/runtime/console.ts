import { format } from 'node:util';
import { isKept, levelOf } from '../log-levels.ts';
import { jsonLine } from './json-log.ts';

/** Levels of Lambda's text logs by console method (Lambda guide, "Log and monitor Node.js functions", 2026). */
const levels = {
  trace: 'TRACE',
  debug: 'DEBUG',
  log: 'INFO',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
} as const;

/** The output of a function. */
export interface Output {
  /** Sends a last line that has no line end. */
  flush(): void;
  /** From now on console lines are JSON documents, and lines below the level are dropped. */
  useJson(leastLevel: string): void;
  /** Writes of an error that no handler answers for. */
  error(title: string, payload: string): void;
}

/**
 * Sends console lines with their level, and whole lines written to stdout and stderr (as loggers with a console of
 * their own do) without one.
 */
export function captureOutput(send: (level: string, text: string) => void, requestId: () => string): Output {
  /** Set where lines are JSON documents. */
  let least: string | undefined;
  for (const [method, level] of Object.entries(levels)) {
    console[method as keyof typeof levels] = (...values: unknown[]) => {
      if (least !== undefined) {
        if (isKept(level, least)) send(level, jsonLine(level, requestId(), values));
        return;
      }
      if (method !== 'trace') return send(level, format(...values));
      const stack = (new Error().stack ?? '').split('\n').slice(2).join('\n');
      send(level, `Trace: ${format(...values)}\n${stack}`);
    };
  }
  const streams = [process.stdout, process.stderr].map((stream) =>
    captureStream(stream, (line) => {
      if (least === undefined || isKept(levelOf(line) ?? 'FATAL', least)) send('', line);
    }),
  );
  return {
    flush: () => {
      for (const flush of streams) flush();
    },
    useJson: (leastLevel) => {
      least = leastLevel;
    },
    error: (title, payload) => {
      if (least === undefined) send('ERROR', `${title} ${payload}`);
      else if (isKept('ERROR', least)) send('ERROR', jsonLine('ERROR', requestId(), [JSON.parse(payload)]));
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
