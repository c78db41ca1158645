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
