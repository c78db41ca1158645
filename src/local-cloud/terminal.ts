import type { TraceEvent } from './contract.ts';

/** The line that the terminal shows for an event; `undefined` for those that only the console page shows. */
export function terminalLine(event: TraceEvent): string | undefined {
  const took = event.duration === undefined ? '' : ` ${event.duration.toFixed(0)} ms`;
  switch (event.kind) {
    case 'request':
      return `${event.status} ${event.text}${took}`;
    case 'log':
      return `  ${event.source}: ${event.text}`;
    case 'mail':
      return `  mail: ${event.text}`;
    case 'notice':
      return `! ${event.text}`;
    case 'aws':
      return event.status !== undefined && event.status >= 400
        ? `! ${event.source} ${event.text}: ${event.status}`
        : undefined;
    default:
      return undefined;
  }
}

/**
 * Writes lines that come close together at once: a write wakes the terminal, which costs as much as a good part of a request.
 * Nobody sees a delay of a twentieth of a second.
 */
export interface Printer {
  print(line: string): void;
  flush(): void;
}

export function createPrinter(write: (text: string) => void, delayMs = 50): Printer {
  let waiting = '';
  const flush = () => {
    if (waiting !== '') write(waiting);
    waiting = '';
  };
  return {
    print: (line) => {
      if (waiting === '') setTimeout(flush, delayMs);
      waiting += `${line}\n`;
    },
    flush,
  };
}
