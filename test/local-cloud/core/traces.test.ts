import { describe, expect, it } from 'vitest';
import { waterfall } from '../../../src/local-cloud/console/page/hops.ts';
import { createTraces, headOf } from '../../../src/local-cloud/console/page/traces.ts';
import type { TraceEvent } from '../../../src/local-cloud/console/views.ts';

const root = (digit: string) => `Root=1-${digit.repeat(8)}-${digit.repeat(24)}`;
const event = (
  kind: TraceEvent['kind'],
  text: string,
  end: number,
  more: Partial<TraceEvent> = {},
): TraceEvent => ({
  traceId: root('a'),
  at: 0,
  end,
  kind,
  source: 's',
  text,
  ...more,
});

describe('the hops of a request', () => {
  it('stand within each other in the order in which they began', () => {
    const traces = createTraces();
    // As they are told: each when it is over.
    for (const each of [
      event('hop', 'route', 101),
      event('aws', 'GetItem', 120, { duration: 10 }),
      event('log', 'line', 125),
      event('invoke', 'function', 130, { duration: 25 }),
      event('hop', 'origin', 135, { duration: 33 }),
      event('request', 'GET /', 140, { duration: 40, status: 200 }),
    ]) {
      traces.add(each);
    }
    const { hops, total } = waterfall(traces.find(root('a'))!);
    expect(hops.map((hop) => `${' '.repeat(hop.depth)}${hop.event.text} ${hop.start}+${hop.length}`)).toEqual(
      ['GET / 0+40', ' route 1+0', ' origin 2+33', '  function 5+25', '   GetItem 10+10', '   line 25+0'],
    );
    expect(total).toBe(40);
  });
});

describe('the traces', () => {
  it('are named by their request, else by the invocation', () => {
    const traces = createTraces();
    const trace = traces.add(event('aws', 'PutItem', 1))!;
    expect(headOf(trace)?.text).toBe('PutItem');
    traces.add(event('invoke', 'f answered', 2));
    expect(headOf(trace)?.text).toBe('f answered');
    traces.add(event('request', 'POST /', 3));
    expect(headOf(trace)?.text).toBe('POST /');
  });

  it('know what caused them by the trace ids of their messages', () => {
    const traces = createTraces();
    const cause = traces.add(event('request', 'POST /', 1))!;
    const payload = JSON.stringify({
      Records: [{ attributes: { AWSTraceHeader: `${root('a')};Sampled=0` } }],
    });
    const effect = traces.add(event('invoke', 'f', 2, { traceId: root('b'), detail: { event: payload } }))!;
    expect([...effect.causes]).toEqual([root('a')]);
    expect([...cause.effects]).toEqual([root('b')]);
  });

  it('hold each call of the developer apart, and no line that belongs to none', () => {
    const traces = createTraces();
    expect(traces.add(event('notice', 'n', 1, { traceId: '' }))).toBeUndefined();
    traces.add(event('aws', 'one', 2, { traceId: '' }));
    traces.add(event('aws', 'two', 3, { traceId: '' }));
    expect(traces.all().map((trace) => headOf(trace)?.text)).toEqual(['one', 'two']);
  });

  it('forget the oldest', () => {
    const traces = createTraces(2);
    for (const digit of ['1', '2', '3']) traces.add(event('request', digit, 1, { traceId: root(digit) }));
    expect(traces.all().map(({ id }) => id)).toEqual([root('2'), root('3')]);
  });
});
