import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Listening, listen } from '../../../src/local-cloud/listen.ts';
import type { Harness } from '../harness.ts';
import { reachableAt } from '../reachable.ts';
import { attach, targets } from './debugger.ts';
import { call, codeFolder, functionOf, startLambda, traced } from './fixture.ts';

const code = codeFolder();
let harness: Harness;
/** Another program, on what would be the port of the second function. */
let other: Listening;
let first: number;

const waiting = (then: string) => `export const handler = async (ms, { getRemainingTimeInMillis }) => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  const left = getRemainingTimeInMillis() > 0;
  return ${then};
};`;

beforeAll(async () => {
  // Below the ports that systems give to connections, any of which may be open.
  other = await listen(
    createServer((socket) => socket.destroy()),
    20_000 + (process.pid % 5000),
  );
  first = other.port - 1;
  const folder = code.write('slow', waiting('left'));
  harness = await startLambda(
    {
      slow: functionOf('slow', folder, { Timeout: 1 }),
      second: functionOf('second', folder),
      third: functionOf('third', folder),
    },
    { flags: { inspect: true }, config: { lambda: { inspectPort: first } } },
  );
});

afterAll(async () => {
  await harness.close();
  await other.close();
  code.dispose();
});

/** Ports that debuggers of a function have told of, in order. */
const ports = (name: string): number[] =>
  harness.log
    .events()
    .filter(({ source, text }) => source === name && text.includes('Debugger listening on'))
    .map(({ text }) => Number(new URL(/ws:\S+/.exec(text)![0]).port));

describe('with the inspector', () => {
  it('the ports are told at once, in the order of the functions', async () => {
    const { text } = await traced(harness, ({ source }) => source === 'lambda');
    expect(text).toContain(
      `slow 127.0.0.1:${first}, second 127.0.0.1:${first + 1}, third 127.0.0.1:${first + 2}`,
    );
  });

  it('no call times out, and all share one environment', async () => {
    const answers = await Promise.all([call(harness, 'slow', 1050), call(harness, 'slow', 0)]);
    expect(answers.map(({ value }) => value)).toEqual([true, true]);
    const snapshot = await harness.rooms.get('lambda')!.snapshot!();
    expect(snapshot.functions).toMatchObject([{ name: 'slow', environments: 1 }, {}, {}]);
  });

  it('a function listens on its own port, of the loopback interface only', async () => {
    await call(harness, 'slow', 0);
    await call(harness, 'third', 0);
    expect([ports('slow'), ports('third')]).toEqual([[first], [first + 2]]);
    expect(await targets(first)).toHaveLength(1);
    expect(await reachableAt(first)).toEqual(['127.0.0.1']);
  });

  it('where another program has the port, a function takes one above all', async () => {
    await call(harness, 'second', 0);
    expect(ports('second')[0]).toBeGreaterThan(first + 2);
    expect(await targets(ports('second')[0]!)).toHaveLength(1);
  });

  it('a breakpoint is hit, also on the same port after a change of the code', async () => {
    for (const then of ['left', '[left, "after the change"]']) {
      const folder = code.write('slow', waiting(then));
      if (then !== 'left') await harness.rooms.get('lambda')!.codeChanged!([folder]);
      await call(harness, 'slow', 0);
      const editor = await attach(first);
      await editor.send('Debugger.enable');
      const { breakpointId } = await editor.send('Debugger.setBreakpointByUrl', {
        urlRegex: 'slow/index\\.mjs$',
        lineNumber: 3,
      });
      expect(breakpointId).toBeTruthy();
      const running = call(harness, 'slow', 0);
      const { callFrames, hitBreakpoints } = await editor.event('Debugger.paused');
      expect(hitBreakpoints).toEqual([breakpointId]);
      expect(callFrames[0]).toMatchObject({ functionName: 'handler', location: { lineNumber: 3 } });
      const { result } = await editor.send('Debugger.evaluateOnCallFrame', {
        callFrameId: callFrames[0].callFrameId,
        expression: 'left',
      });
      expect(result.value).toBe(true);
      await editor.send('Debugger.resume');
      expect((await running).value).toEqual(then === 'left' ? true : [true, 'after the change']);
      editor.close();
    }
    expect(new Set(ports('slow'))).toEqual(new Set([first]));
  });
});
