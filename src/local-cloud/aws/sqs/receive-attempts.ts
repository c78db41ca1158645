import type { Message, Queue } from './queue.ts';

/** How long an attempt id is known, in milliseconds (SQS API reference, ReceiveMessage, 2026). */
const knownMs = 300_000;

interface Attempt {
  at: number;
  /** What was given, as it was then. */
  given: { message: Message; handle: string | undefined; visibleAt: number }[];
}

const attempts = new WeakMap<Queue, Map<string, Attempt>>();

/**
 * What a receive with this `ReceiveRequestAttemptId` gave less than 5 minutes ago; `undefined` when there was none, or when one
 * of its messages was deleted, had its visibility changed or is visible again (SQS API reference, ReceiveMessage, 2026).
 */
export function givenBefore(queue: Queue, id: string, now: number): Message[] | undefined {
  const attempt = attempts.get(queue)?.get(id);
  if (!attempt || attempt.at + knownMs <= now) return undefined;
  const isAsGiven = attempt.given.every(
    ({ message, handle, visibleAt }) =>
      queue.messages.get(message.id) === message &&
      message.handle === handle &&
      message.visibleAt === visibleAt &&
      visibleAt > now,
  );
  return isAsGiven ? attempt.given.map(({ message }) => message) : undefined;
}

export function noteGiven(queue: Queue, id: string, messages: Message[], now: number): void {
  const known = attempts.get(queue) ?? new Map<string, Attempt>();
  for (const [other, { at }] of known) if (at + knownMs <= now) known.delete(other);
  const given = messages.map((message) => ({
    message,
    handle: message.handle,
    visibleAt: message.visibleAt,
  }));
  attempts.set(queue, known.set(id, { at: now, given }));
}
