import { createHash, randomUUID } from 'node:crypto';
import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, Properties } from '../../contract.ts';
import { callerId } from '../../principal.ts';
import { invalid, invalidValue, missing, notForThisType } from './errors.ts';
import { attributesMd5, attributesSize, checkMessageAttributes, md5 } from './message-attributes.ts';
import { type Message, numberOf, type Queue, wake } from './queue.ts';

/** A message is not delivered twice within five minutes (SQS developer guide, "Exactly-once processing", 2026). */
const deduplicationMs = 5 * 60_000;

/** Checks one message and puts it into the queue; gives the output of SendMessage. */
export function send(queue: Queue, input: Properties, request: AwsRequest, now: number): Properties {
  const { caller } = request;
  const body = input.MessageBody;
  if (typeof body !== 'string' || body === '') throw missing('MessageBody');
  checkCharacters(body);
  const attributes = checkMessageAttributes(input.MessageAttributes);
  const traceHeader = traceHeaderOf(input.MessageSystemAttributes);
  checkSize(queue, messageSize(input));
  const groupId = groupOf(queue, input);
  const deduplicationId = deduplicationOf(queue, input, body);
  const delay = delayOf(queue, input);
  const message: Message = {
    id: randomUUID(),
    body,
    md5: md5(body),
    attributes,
    // A traced request marks its messages (SQS developer guide, "AWS X-Ray").
    traceHeader: traceHeader ?? request.headers['x-amzn-trace-id'] ?? request.traceId,
    senderId: callerId(caller),
    sentAt: now,
    visibleAt: now + delay * 1000,
    receives: 0,
    groupId,
    deduplicationId,
  };
  const { id, sequence } = queue.fifo ? addOnce(queue, message, now) : add(queue, message);
  return {
    MessageId: id,
    MD5OfMessageBody: message.md5,
    MD5OfMessageAttributes: attributesMd5(attributes),
    MD5OfMessageSystemAttributes:
      traceHeader === undefined
        ? undefined
        : attributesMd5({ AWSTraceHeader: { DataType: 'String', StringValue: traceHeader } }),
    SequenceNumber: sequence,
  };
}

/** Bytes of body and attributes together, which is what the limits are about. */
export function messageSize({ MessageBody, MessageAttributes }: Properties): number {
  return (
    Buffer.byteLength(String(MessageBody ?? '')) + attributesSize(checkMessageAttributes(MessageAttributes))
  );
}

function add(queue: Queue, message: Message): Message {
  queue.messages.set(message.id, message);
  wake(queue);
  return message;
}

/** A FIFO queue takes a message in once; a repetition gets the answer of the first. */
function addOnce(queue: Queue, message: Message, now: number): { id: string; sequence?: string } {
  for (const [key, { at }] of queue.deduplication) {
    if (at > now - deduplicationMs) break;
    queue.deduplication.delete(key);
  }
  const perGroup = queue.attributes.get('DeduplicationScope') === 'messageGroup';
  const key = JSON.stringify([perGroup ? message.groupId : '', message.deduplicationId]);
  const known = queue.deduplication.get(key);
  if (known) return known;
  message.sequence = nextSequence(queue);
  queue.deduplication.set(key, { at: now, id: message.id, sequence: message.sequence });
  return add(queue, message);
}

/** 20 digits, larger with each message, and not consecutive (SQS developer guide, "FIFO queue key terms"). */
export function nextSequence(queue: Queue): string {
  queue.lastSequence += 256n;
  return String(queue.lastSequence);
}

/** SQS API reference, SendMessage: the characters that XML 1.0 allows. */
function checkCharacters(body: string): void {
  if (!/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.test(body)) return;
  throw new AwsError(
    'InvalidMessageContents',
    'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
  );
}

function checkSize(queue: Queue, size: number): void {
  const limit = numberOf(queue, 'MaximumMessageSize');
  if (size <= limit) return;
  throw invalid(`One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`);
}

/** Required on FIFO queues; on standard queues it marks the tenants of a fair queue. */
function groupOf(queue: Queue, { MessageGroupId }: Properties): string | undefined {
  if (MessageGroupId === undefined && queue.fifo) throw missing('MessageGroupId');
  return checkId('MessageGroupId', MessageGroupId);
}

/** @throws AwsError when a FIFO queue cannot tell what makes the message its own */
export function deduplicationOf(queue: Queue, input: Properties, body: string): string | undefined {
  const id = checkId('MessageDeduplicationId', input.MessageDeduplicationId);
  if (!queue.fifo) {
    if (id !== undefined) throw invalidValue('MessageDeduplicationId', id, notForThisType);
    return undefined;
  }
  if (id !== undefined) return id;
  if (queue.attributes.get('ContentBasedDeduplication') === 'true') return sha256(body);
  throw invalid(
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}

function checkId(name: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && /^[\x21-\x7e]{1,128}$/.test(value)) return value;
  const rule = `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`;
  throw invalidValue(name, value, rule);
}

function delayOf(queue: Queue, { DelaySeconds }: Properties): number {
  if (DelaySeconds === undefined || DelaySeconds === null) return numberOf(queue, 'DelaySeconds');
  const delay = Number(DelaySeconds);
  if (!Number.isInteger(delay) || delay < 0 || delay > 900) {
    throw invalidValue('DelaySeconds', DelaySeconds, 'DelaySeconds must be >= 0 and <= 900.');
  }
  if (!queue.fifo) return delay;
  if (delay > 0) throw invalidValue('DelaySeconds', DelaySeconds, notForThisType);
  return numberOf(queue, 'DelaySeconds');
}

/** `AWSTraceHeader` is the only system attribute that a sender can set; it does not count for the size. */
function traceHeaderOf(given: Properties = {}): string | undefined {
  for (const [name, value] of Object.entries(given)) {
    if (name !== 'AWSTraceHeader') throw invalid(`Message system attribute name '${name}' is invalid.`);
    if (value?.DataType !== 'String' || !value.StringValue) {
      throw invalid(`Message (system) attribute '${name}' must contain a non-empty value of type 'String'.`);
    }
  }
  return given.AWSTraceHeader?.StringValue;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
