import { type Kept, keep } from '../../keep.ts';
import type { Message, Queue } from './queue.ts';
import type { Room } from './store.ts';

type StoredQueue = Omit<Queue, 'waiters'>;

/** What `--persist` keeps of SQS: queues with their messages, those that left the templates included. */
export function keepQueues({ cloud, queues }: Room, retired: Map<string, Queue>): Kept {
  return keep<{ queues: StoredQueue[]; retired: StoredQueue[] }>(cloud, {
    room: 'sqs',
    holds: 'the messages of the queues',
    read: () => ({ queues: [...queues.values()].map(stored), retired: [...retired.values()].map(stored) }),
    restore: (kept) => {
      for (const queue of kept.queues) queues.set(queue.arn, restored(queue));
      for (const queue of kept.retired) retired.set(queue.arn, restored(queue));
    },
  });
}

const stored = ({ waiters, ...queue }: Queue): StoredQueue => queue;

const restored = (queue: StoredQueue): Queue => ({
  ...queue,
  messages: new Map<string, Message>(queue.messages),
  waiters: new Set(),
});
