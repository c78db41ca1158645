import { AwsError } from '../../aws-error.ts';
import type { QueueMessage, QueueSource } from '../../contract.ts';
import { systemAttributes } from './message-operations.ts';
import type { Message, Queue } from './queue.ts';
import { remove } from './receipts.ts';
import { receive } from './receive.ts';
import type { Room } from './store.ts';

/** The queues for event source mappings; a queue that is gone gives nothing. */
export function queueSource(room: Room): QueueSource & { owns(arn: string): boolean } {
  return {
    owns: (arn) => room.queues.has(arn),
    receive: async (arn, { max, waitMs, signal }) => {
      const queue = room.queues.get(arn);
      if (!queue) return [];
      const messages = await receive(room, queue, { max: Math.min(max, 10), waitMs, signal });
      return messages.map(toSourceMessage);
    },
    remove: async (arn, handles) => {
      const queue = room.queues.get(arn);
      for (const handle of queue ? handles : []) tryRemove(room, queue!, handle);
    },
  };
}

/** A handle that expired deletes nothing: the message is delivered once more. */
function tryRemove({ clock }: Room, queue: Queue, handle: string): void {
  try {
    remove(queue, handle, clock.now());
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
  }
}

function toSourceMessage(message: Message): QueueMessage {
  return {
    messageId: message.id,
    receiptHandle: message.handle!,
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: message.attributes,
    md5OfBody: message.md5,
  };
}
