import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, Properties } from '../../contract.ts';
import type { Operations } from '../protocol/json.ts';
import { checkBatch, runBatch } from './batch.ts';
import { invalid, invalidValue } from './errors.ts';
import { attributesMd5, selectAttributes } from './message-attributes.ts';
import { type Message, numberOf, type Queue } from './queue.ts';
import { changeVisibility, remove, visibilityOf } from './receipts.ts';
import { receive } from './receive.ts';
import { deduplicationOf, messageSize, send } from './send.ts';
import { queueAt, type Room } from './store.ts';

/** All messages of a batch together (SQS API reference, SendMessageBatch, 2026). */
const largestBatch = 1_048_576;

/** SendMessage, ReceiveMessage, DeleteMessage, ChangeMessageVisibility and their batches. */
export function messageOperations(room: Room, closing: AbortSignal): Operations {
  const { clock } = room;
  const allowed = (input: Properties, request: AwsRequest, action: string): Queue => {
    const queue = queueAt(room, input.QueueUrl, request);
    room.cloud.authorize(request.caller, `sqs:${action}`, queue.arn);
    return queue;
  };
  return {
    SendMessage: (input, request) =>
      send(allowed(input, request, 'SendMessage'), input, request, clock.now()),
    SendMessageBatch: (input, request) => {
      const queue = allowed(input, request, 'SendMessage');
      const entries = checkBatch(input.Entries);
      checkBatchSize(entries);
      if (queue.fifo) checkFifoEntries(queue, entries);
      return runBatch(input.Entries, (entry) => send(queue, entry, request, clock.now()));
    },
    ReceiveMessage: async (input, request) => {
      const queue = allowed(input, request, 'ReceiveMessage');
      const messages = await receive(room, queue, {
        max: within(input, 'MaxNumberOfMessages', 1, 10, 'Must be between 1 and 10, if provided.') ?? 1,
        visibilityMs: 1000 * visibilityOf(input.VisibilityTimeout ?? numberOf(queue, 'VisibilityTimeout')),
        waitMs:
          1000 *
          (within(input, 'WaitTimeSeconds', 0, 20, 'Must be >= 0 and <= 20, if provided.') ??
            numberOf(queue, 'ReceiveMessageWaitTimeSeconds')),
        signal: closing,
        attemptId: attemptOf(queue, input),
      });
      if (messages.length === 0) return {};
      return { Messages: messages.map((message) => received(message, input)) };
    },
    DeleteMessage: (input, request) =>
      remove(allowed(input, request, 'DeleteMessage'), input.ReceiptHandle, clock.now()),
    DeleteMessageBatch: (input, request) => {
      const queue = allowed(input, request, 'DeleteMessage');
      return runBatch(input.Entries, ({ ReceiptHandle }) => {
        remove(queue, ReceiptHandle, clock.now());
        return undefined;
      });
    },
    ChangeMessageVisibility: (input, request) => {
      const queue = allowed(input, request, 'ChangeMessageVisibility');
      changeVisibility(queue, input.ReceiptHandle, input.VisibilityTimeout, clock.now());
    },
    ChangeMessageVisibilityBatch: (input, request) => {
      const queue = allowed(input, request, 'ChangeMessageVisibility');
      return runBatch(input.Entries, ({ ReceiptHandle, VisibilityTimeout }) => {
        changeVisibility(queue, ReceiptHandle, VisibilityTimeout, clock.now());
        return undefined;
      });
    },
  };
}

/** Standard queues take no attempt id. */
function attemptOf({ fifo }: Queue, { ReceiveRequestAttemptId: id }: Properties): string | undefined {
  if (!fifo || id === undefined || id === null) return undefined;
  if (/^[!-~]{1,128}$/.test(String(id))) return String(id);
  const reason = 'Can only include alphanumeric and punctuation characters. 1 to 128 in length.';
  throw invalidValue('ReceiveRequestAttemptId', id, reason);
}

function checkBatchSize(entries: Properties[]): void {
  const size = entries.reduce((sum, entry) => sum + messageSize(entry), 0);
  if (size <= largestBatch) return;
  throw new AwsError(
    'BatchRequestTooLong',
    `Batch requests cannot be longer than ${largestBatch} bytes. You have sent ${size} bytes.`,
  );
}

/** On a FIFO queue, an entry without group or deduplication id fails the whole batch. */
function checkFifoEntries(queue: Queue, entries: Properties[]): void {
  if (entries.some(({ MessageGroupId }) => MessageGroupId === undefined)) {
    throw invalid('The request must contain the parameter MessageGroupId.');
  }
  for (const entry of entries) deduplicationOf(queue, entry, '');
}

function within(input: Properties, name: string, min: number, max: number, reason: string) {
  const value: unknown = input[name];
  if (value === undefined || value === null) return undefined;
  const number = Number(value);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw invalidValue(name, value, reason);
}

/** A message in the output of ReceiveMessage, with the attributes that were asked for. */
function received(message: Message, input: Properties): Properties {
  const systemNames: string[] = [
    ...(input.AttributeNames ?? []),
    ...(input.MessageSystemAttributeNames ?? []),
  ];
  const all = systemNames.includes('All');
  const system = Object.entries(systemAttributes(message)).filter(
    ([name]) => all || systemNames.includes(name),
  );
  const attributes = selectAttributes(message.attributes, input.MessageAttributeNames ?? []);
  const hasAttributes = Object.keys(attributes).length > 0;
  return {
    MessageId: message.id,
    ReceiptHandle: message.handle,
    MD5OfBody: message.md5,
    Body: message.body,
    Attributes: system.length > 0 ? Object.fromEntries(system) : undefined,
    MD5OfMessageAttributes: attributesMd5(attributes),
    MessageAttributes: hasAttributes ? attributes : undefined,
  };
}

/** SQS API reference, ReceiveMessage, MessageSystemAttributeNames, 2026. Times are milliseconds. */
export function systemAttributes(message: Message): Record<string, string> {
  const all = {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receives),
    ApproximateFirstReceiveTimestamp: message.firstReceivedAt && String(message.firstReceivedAt),
    SequenceNumber: message.sequence,
    MessageDeduplicationId: message.deduplicationId,
    MessageGroupId: message.groupId,
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.deadLetterSource,
  };
  const known = Object.entries(all).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return Object.fromEntries(known);
}
