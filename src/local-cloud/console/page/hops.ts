import type { TraceEvent } from '../views.ts';
import type { Trace } from './traces.ts';

/** One line of the waterfall. */
export interface Hop {
  event: TraceEvent;
  /** How many hops it happened within. */
  depth: number;
  /** Milliseconds from the start of the trace. */
  start: number;
  /** Milliseconds; 0 for a mark, such as a log line. */
  length: number;
}

export interface Waterfall {
  hops: Hop[];
  /** Milliseconds from the first start to the last end. */
  total: number;
}

/** Two clocks are read one after the other: a hop may seem to end this much after the one that holds it. */
const tolerance = 0.2;

/** The hops of a trace in the order in which they began, each below the one that it happened within. */
export function waterfall({ events }: Trace): Waterfall {
  const spans = events
    .map((event) => ({ event, from: event.end - (event.duration ?? 0), to: event.end }))
    .sort((one, other) => one.from - other.from || other.to - one.to);
  const first = Math.min(...spans.map(({ from }) => from));
  const last = Math.max(...spans.map(({ to }) => to));
  const open: number[] = [];
  const hops = spans.map(({ event, from, to }): Hop => {
    while (open.length > 0 && open.at(-1)! + tolerance < to) open.pop();
    const depth = open.length;
    if (event.duration !== undefined) open.push(to);
    return { event, depth, start: from - first, length: to - from };
  });
  return { hops, total: Math.max(last - first, 0) };
}
