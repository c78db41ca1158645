import { AwsError } from '../../aws-error.ts';
import { invalidValue, missing } from './errors.ts';
import { type Message, type Queue, wake } from './queue.ts';

/** The longest time that a message stays invisible after a receive, in seconds (SQS quotas, 2026). */
const longestVisibility = 43_200;

/** Deletes a message. A handle that is not the latest deletes nothing, and says so on a FIFO queue only. */
export function remove(queue: Queue, handle: unknown, now: number): void {
  const message = messageOf(queue, handle);
  if (!message) return;
  const isLatest = message.handle === handle;
  if (queue.fifo && (!isLatest || message.visibleAt <= now)) {
    throw invalidValue('ReceiptHandle', handle, 'The receipt handle has expired.');
  }
  if (!isLatest) return;
  queue.messages.delete(message.id);
  wake(queue);
}

/** Sets for how many seconds from now a message in flight stays invisible; 0 gives it back at once. */
export function changeVisibility(queue: Queue, handle: unknown, timeout: unknown, now: number): void {
  const seconds = visibilityOf(timeout);
  const message = messageOf(queue, handle);
  if (!message || message.handle !== handle) {
    throw invalidValue(
      'ReceiptHandle',
      handle,
      'Message does not exist or is not available for visibility timeout change.',
    );
  }
  if (message.visibleAt <= now) {
    throw new AwsError('MessageNotInflight', "The specified message isn't in flight.");
  }
  if (now + seconds * 1000 > (message.receivedAt ?? now) + longestVisibility * 1000) {
    const reason = `Total VisibilityTimeout for the message is beyond the limit [${longestVisibility} seconds].`;
    throw invalidValue('VisibilityTimeout', seconds, reason);
  }
  message.visibleAt = now + seconds * 1000;
  wake(queue);
}

/** @throws AwsError for anything but a whole number of seconds from 0 to 12 hours */
export function visibilityOf(value: unknown): number {
  if (value === undefined || value === null || value === '') throw missing('VisibilityTimeout');
  const seconds = Number(value);
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= longestVisibility) return seconds;
  const reason = `Must be between 0 and ${longestVisibility}, if provided.`;
  throw invalidValue('VisibilityTimeout', value, reason);
}

/** The message of a receipt handle; `undefined` when it is deleted already. */
function messageOf(queue: Queue, handle: unknown): Message | undefined {
  if (handle === undefined || handle === '') throw missing('ReceiptHandle');
  const [arn, id] = parseHandle(handle);
  if (arn === queue.arn) return queue.messages.get(String(id));
  throw new AwsError(
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${handle}" is not a valid receipt handle.`,
  );
}

function parseHandle(handle: unknown): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(String(handle), 'base64').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
