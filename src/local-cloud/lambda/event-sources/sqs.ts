import type { QueueMessage, QueueSource } from '../../contract.ts';
import { fitting } from './batch.ts';
import { failedItems } from './batch-response.ts';
import { pause } from './bell.ts';
import { passes } from './filter.ts';
import type { Mapping } from './mapping.ts';

/** Sends one batch to the function; `undefined` when it failed or could not be invoked. */
export type Send = (records: object[]) => Promise<string | undefined>;

export interface QueueParts {
  source: QueueSource;
  mapping(): Mapping;
  send: Send;
  /** Ends the mapping: the source or the room failed in a way that no retry mends. */
  onError(error: Error): void;
  signal: AbortSignal;
}

/** Longest wait of one receive call, in milliseconds (SQS, "Long polling", 2026), and the most messages it gives. */
const longestWait = 20_000;
const mostMessages = 10;

/**
 * Polls a queue until the signal aborts. Messages that were handled or filtered out are deleted; those of a failed batch stay
 * until their visibility timeout ends, and the queue's redrive policy counts them. The order within a FIFO group is the
 * queue's: it gives no message of a group while others of the group are in flight, so that two batches never share one.
 */
export async function pollQueue({ source, mapping, send, onError, signal }: QueueParts): Promise<void> {
  const running = new Set<Promise<void>>();
  while (!signal.aborted) {
    if (running.size >= mapping().maxConcurrency) {
      await Promise.race(running);
      continue;
    }
    const messages = await collect(source, mapping(), signal);
    if (signal.aborted) return;
    while (messages.length > 0) {
      const batch = messages.splice(0, fitting(messages, mapping().batchSize));
      const work: Promise<void> = processBatch(source, mapping(), batch, send)
        .catch(onError)
        .finally(() => running.delete(work));
      running.add(work);
    }
  }
}

/** One batch: what is there at once, or what comes within the batching window. */
async function collect(source: QueueSource, mapping: Mapping, signal: AbortSignal): Promise<QueueMessage[]> {
  const { sourceArn, batchSize, windowMs } = mapping;
  const messages: QueueMessage[] = [];
  let waitMs = longestWait;
  let deadline = 0;
  while (!signal.aborted && messages.length < batchSize) {
    const max = Math.min(mostMessages, batchSize - messages.length);
    const received = await source.receive(sourceArn, { max, waitMs, signal });
    if (messages.length === 0) deadline = Date.now() + windowMs;
    messages.push(...received);
    waitMs = Math.min(longestWait, deadline - Date.now());
    if (messages.length === 0 || waitMs <= 0) break;
    // A source that does not wait, as a FIFO queue whose groups are all in flight may, must not be asked in a tight loop.
    if (received.length === 0) await pause(50, signal);
  }
  return messages;
}

async function processBatch(
  source: QueueSource,
  mapping: Mapping,
  messages: QueueMessage[],
  send: Send,
): Promise<void> {
  const records = messages.map((message) => ({ message, record: toRecord(message, mapping) }));
  const wanted = records.filter(({ record }) => passes(mapping, record));
  const dropped = records.filter((each) => !wanted.includes(each)).map(({ message }) => message);
  if (dropped.length > 0) await remove(source, mapping, dropped);
  if (wanted.length === 0) return;
  const answer = await send(wanted.map(({ record }) => record));
  if (answer === undefined) return;
  const ids = new Set(wanted.map(({ message }) => message.messageId));
  const failed = mapping.partial ? failedItems(answer, ids) : new Set<string>();
  if (failed === 'all') return;
  const done = wanted.map(({ message }) => message).filter(({ messageId }) => !failed.has(messageId));
  if (done.length > 0) await remove(source, mapping, done);
}

function remove(source: QueueSource, { sourceArn }: Mapping, messages: QueueMessage[]): Promise<void> {
  return source.remove(
    sourceArn,
    messages.map(({ receiptHandle }) => receiptHandle),
  );
}

/** The record of an event (Lambda guide, "Using Lambda with Amazon SQS", 2026). */
function toRecord(message: QueueMessage, { sourceArn, region }: Mapping): Record<string, unknown> {
  const { messageId, receiptHandle, body, attributes, md5OfBody } = message;
  return {
    messageId,
    receiptHandle,
    body,
    attributes,
    messageAttributes: Object.fromEntries(
      Object.entries(message.messageAttributes).map(([name, value]) => [name, toMessageAttribute(value)]),
    ),
    md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: sourceArn,
    awsRegion: region,
  };
}

/** SQS writes `StringValue`, events `stringValue` and two lists that are always empty. */
function toMessageAttribute(value: unknown): Record<string, unknown> {
  const members = Object.entries((value ?? {}) as Record<string, unknown>).map(([name, member]) => [
    name[0]!.toLowerCase() + name.slice(1),
    member,
  ]);
  return { stringListValues: [], binaryListValues: [], ...Object.fromEntries(members) };
}
