import type { RequestDetail, TraceEvent } from '../views.ts';

/** Everything that happened under one trace id: a request with its hops, a batch of a worker, a call of the developer. */
export interface Trace {
  id: string;
  at: number;
  events: TraceEvent[];
  /** The event that ends a request; absent for what no request began. */
  request?: TraceEvent;
  /** Trace ids of what caused this one: the senders of the messages of a batch. */
  causes: Set<string>;
  effects: Set<string>;
}

export interface Traces {
  /** In the order in which they began. */
  all(): Trace[];
  find(id: string): Trace | undefined;
  /** Gives the trace that the event belongs to; `undefined` for a line that belongs to none. */
  add(event: TraceEvent): Trace | undefined;
  clear(): void;
}

export function createTraces(limit = 1000): Traces {
  const known = new Map<string, Trace>();
  let lone = 0;
  const find = (id: string): Trace => {
    const found = known.get(id);
    if (found) return found;
    const made: Trace = { id, at: 0, events: [], causes: new Set(), effects: new Set() };
    known.set(id, made);
    if (known.size > limit) known.delete(known.keys().next().value!);
    return made;
  };
  return {
    all: () => [...known.values()].filter(({ events }) => events.length > 0),
    find: (id) => known.get(id),
    add: (event) => {
      if (event.traceId === '' && event.kind !== 'aws') return undefined;
      const trace = find(event.traceId || `lone-${++lone}`);
      trace.events.push(event);
      trace.at ||= event.at;
      if (event.kind === 'request') trace.request = event;
      for (const cause of causesOf(event)) {
        if (cause === trace.id) continue;
        trace.causes.add(cause);
        known.get(cause)?.effects.add(trace.id);
      }
      return trace;
    },
    clear: () => known.clear(),
  };
}

/** A message carries the trace id of its sender (`AWSTraceHeader`). */
function causesOf({ kind, detail }: TraceEvent): Set<string> {
  const text = kind === 'invoke' ? (detail as { event?: string } | undefined)?.event : undefined;
  return new Set(text?.match(/Root=1-[0-9a-f]{8}-[0-9a-f]{24}/g));
}

/** Whether something in it went wrong in a way that a developer wants to see. */
export const hasProblem = ({ events }: Trace): boolean =>
  events.some(({ kind, status = 0, source }) => (kind === 'notice' && source === 'iam') || status >= 500);

export const isPreflight = ({ request }: Trace): boolean =>
  (request?.detail as RequestDetail | undefined)?.preflight === true;

/** The event by which a trace that no request began is named: the invocation, else the first. */
export const headOf = ({ request, events }: Trace): TraceEvent | undefined =>
  request ?? events.find(({ kind }) => kind === 'invoke') ?? events[0];
