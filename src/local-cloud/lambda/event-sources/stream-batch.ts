import type { Invocation } from '../invoker.ts';
import { failedItems } from './batch-response.ts';
import { pause } from './bell.ts';
import type { Mapping } from './mapping.ts';
import type { StreamRecord } from './stream-record.ts';

/** Invokes the function; `undefined` when it was throttled or could not run at all. */
export type Run = (records: StreamRecord[]) => Promise<Invocation | undefined>;

/** Tells the on-failure destination of records that are given up. `last` is the last invocation, if there was one. */
export type Discard = (
  records: StreamRecord[],
  condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded',
  invokes: number,
  last?: Invocation,
) => Promise<void>;

export interface BatchParts {
  mapping(): Mapping;
  run: Run;
  discard: Discard;
  retryMs: number;
  signal: AbortSignal;
}

/**
 * Brings a batch to its end: handled, or discarded after too many attempts or with too old records. A partial answer sets the
 * checkpoint before its first failed record; with bisection a failed batch goes on as two halves, which costs no attempt
 * (Lambda guide, "Retain discarded batch records" and "Configuring partial batch response", 2026).
 */
export async function settleBatch(
  parts: BatchParts,
  batch: StreamRecord[],
  retries = 0,
  invokes = 0,
): Promise<void> {
  let rest = batch;
  let last: Invocation | undefined;
  let throttles = 0;
  for (let round = 0; !parts.signal.aborted; round++) {
    rest = await dropOld(parts, rest, invokes, last);
    if (rest.length === 0) return;
    const answer = await parts.run(rest);
    if (parts.signal.aborted) return;
    if (!answer) {
      await pause(backOff(parts.retryMs, throttles++), parts.signal);
      continue;
    }
    last = answer;
    invokes++;
    const { bisect, maxRetries } = parts.mapping();
    const failedAt = firstFailure(parts.mapping(), answer, rest);
    if (failedAt === undefined) return;
    rest = rest.slice(failedAt);
    if (bisect && rest.length > 1 && failedAt === 0) {
      const middle = Math.ceil(rest.length / 2);
      await settleBatch(parts, rest.slice(0, middle), retries, invokes);
      await settleBatch(parts, rest.slice(middle), retries, invokes);
      return;
    }
    if (retries >= maxRetries) return parts.discard(rest, 'RetryAttemptsExhausted', invokes, last);
    retries++;
    await pause(backOff(parts.retryMs, round), parts.signal);
  }
}

/** Index of the first record that is not handled; `undefined` when all are. */
function firstFailure({ partial }: Mapping, answer: Invocation, records: StreamRecord[]): number | undefined {
  if (answer.error) return 0;
  if (!partial) return undefined;
  const failed = failedItems(answer.payload, new Set(records.map(({ sequenceNumber }) => sequenceNumber)));
  if (failed === 'all') return 0;
  const index = records.findIndex(({ sequenceNumber }) => failed.has(sequenceNumber));
  return index < 0 ? undefined : index;
}

async function dropOld(
  { mapping, discard }: BatchParts,
  records: StreamRecord[],
  invokes: number,
  last: Invocation | undefined,
): Promise<StreamRecord[]> {
  const oldest = Date.now() - mapping().maxAgeMs;
  const old = records.filter(({ at }) => at < oldest);
  if (old.length === 0) return records;
  await discard(old, 'RecordAgeExceeded', invokes, last);
  return records.filter(({ at }) => at >= oldest);
}

function backOff(firstMs: number, round: number): number {
  return firstMs * Math.min(20, 2 ** round);
}
