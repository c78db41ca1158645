import { randomBytes } from 'node:crypto';
import { rootOf } from '../../trace.ts';
import { dropExpired, isExpired, type Message, numberOf, type Queue, redrivePolicy, wake } from './queue.ts';
import { givenBefore, noteGiven } from './receive-attempts.ts';
import { nextSequence } from './send.ts';
import type { Room } from './store.ts';

export interface ReceiveOptions {
  max: number;
  /** Milliseconds; the queue's at the moment of the receipt when absent. */
  visibilityMs?: number;
  /** How long to wait when nothing is there, in milliseconds. */
  waitMs: number;
  signal?: AbortSignal;
  /** Of a FIFO queue: the same again gives the same messages. */
  attemptId?: string;
}

/** Receives messages; waits for the first one as long as the options say. Ends early, with none, when the queue is gone. */
export async function receive(room: Room, queue: Queue, options: ReceiveOptions): Promise<Message[]> {
  const deadline = room.clock.now() + options.waitMs;
  const again = receiveAgain(room, queue, options);
  if (again) return again;
  for (;;) {
    if (options.signal?.aborted || room.queues.get(queue.arn) !== queue) return [];
    const messages = take(room, queue, options);
    const left = deadline - room.clock.now();
    if (messages.length > 0 || left <= 0) return messages;
    await change(room, queue, left, options.signal);
  }
}

/** A receive that is sent once more gives the same messages and handles; their time begins anew, and counts as no receive. */
function receiveAgain({ clock }: Room, queue: Queue, options: ReceiveOptions): Message[] | undefined {
  const { attemptId } = options;
  const now = clock.now();
  const messages = attemptId === undefined ? undefined : givenBefore(queue, attemptId, now);
  if (attemptId === undefined || !messages) return undefined;
  for (const message of messages) message.visibleAt = now + visibilityOf(queue, options);
  noteGiven(queue, attemptId, messages, now);
  return messages;
}

const visibilityOf = (queue: Queue, { visibilityMs }: ReceiveOptions): number =>
  visibilityMs ?? numberOf(queue, 'VisibilityTimeout') * 1000;

/** Resolves when a message may be there: one arrived, a delay or a visibility timeout ended, or the time is over. */
function change({ clock }: Room, queue: Queue, leftMs: number, signal?: AbortSignal): Promise<void> {
  const now = clock.now();
  const pending = [...queue.messages.values()].map(({ visibleAt }) => visibleAt - now);
  const next = pending.reduce((least, ms) => (ms > 0 && ms < least ? ms : least), leftMs);
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      queue.waiters.delete(end);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.after(next, end);
    queue.waiters.add(end);
    signal?.addEventListener('abort', end, { once: true });
  });
}

function take(room: Room, queue: Queue, options: ReceiveOptions): Message[] {
  const { max, attemptId } = options;
  const now = room.clock.now();
  const taken: Message[] = [];
  for (const message of available(queue, now)) {
    if (moveToDeadLetterQueue(room, queue, message)) continue;
    taken.push(message);
    if (taken.length === max) break;
  }
  for (const message of taken) {
    message.receives++;
    message.firstReceivedAt ??= now;
    message.receivedAt = now;
    message.visibleAt = now + visibilityOf(queue, options);
    message.handle = newHandle(queue, message);
  }
  if (attemptId !== undefined && taken.length > 0) noteGiven(queue, attemptId, taken, now);
  return taken;
}

/** Messages that can be received, in order. Those whose retention period is over go on the way. */
function* available(queue: Queue, now: number): Iterable<Message> {
  if (queue.fifo) return yield* byGroup(queue, now);
  for (const message of queue.messages.values()) {
    if (isExpired(queue, message, now)) queue.messages.delete(message.id);
    else if (message.visibleAt <= now) yield message;
  }
}

/**
 * In a FIFO group a message that is in flight or delayed holds back those after it, and messages of one group come
 * together (SQS developer guide, "FIFO queue delivery logic", 2026).
 */
function byGroup(queue: Queue, now: number): Message[] {
  dropExpired(queue, now);
  const groups = new Map<string | undefined, Message[]>();
  const blocked = new Set<string | undefined>();
  for (const message of queue.messages.values()) {
    const { groupId } = message;
    if (blocked.has(groupId)) continue;
    const group = groups.get(groupId);
    if (message.visibleAt > now) blocked.add(groupId);
    else if (group) group.push(message);
    else groups.set(groupId, [message]);
  }
  return [...groups.values()].flat();
}

/** True when the message was received too often and went on to the dead-letter queue instead. */
function moveToDeadLetterQueue(room: Room, queue: Queue, message: Message): boolean {
  const policy = redrivePolicy(queue);
  if (!policy || message.receives < policy.maxReceives) return false;
  const target = room.queues.get(policy.target);
  if (!target || target === queue) return false;
  moveMessage(room, queue, target, message, queue.arn);
  room.cloud.trace({
    traceId: rootOf(message.traceHeader) ?? '',
    kind: 'notice',
    source: 'sqs',
    text: `${queue.name}: a message went to ${target.name} after ${message.receives} receives`,
    detail: { messageId: message.id, body: message.body.slice(0, 4000) },
  });
  return true;
}

/**
 * Id, attributes and receive count stay. The age of a message counts on in standard queues and begins anew in FIFO queues
 * (SQS developer guide, "Dead-letter queues", 2026).
 */
export function moveMessage(
  { clock }: Room,
  from: Queue,
  to: Queue,
  message: Message,
  deadLetterSource: string | undefined,
): void {
  from.messages.delete(message.id);
  const now = clock.now();
  Object.assign(message, { handle: undefined, visibleAt: now, deadLetterSource });
  if (to.fifo) Object.assign(message, { sentAt: now, sequence: nextSequence(to) });
  to.messages.set(message.id, message);
  wake(to);
}

/** A receipt handle names queue and message; each receive gives another one. */
function newHandle({ arn }: Queue, { id }: Message): string {
  return Buffer.from(JSON.stringify([arn, id, randomBytes(12).toString('base64')])).toString('base64');
}
