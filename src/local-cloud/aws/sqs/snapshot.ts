import { counts, type Queue, redrivePolicy } from './queue.ts';
import { queueUrl, type Room } from './store.ts';

const shownMessages = 20;

/** The panel of the console page: depths, dead-letter queue and the first messages of each queue. */
export function snapshotOf(room: Room): unknown[] {
  return [...room.queues.values()].map((queue) => ({
    name: queue.name,
    arn: queue.arn,
    url: queueUrl(room, queue),
    fifo: queue.fifo,
    ...counts(queue, room.clock.now()),
    deadLetterQueue: redrivePolicy(queue)?.target.split(':').at(-1),
    deadLettersOf: [...room.queues.values()]
      .filter((source) => redrivePolicy(source)?.target === queue.arn)
      .map(({ name }) => name),
    messages: firstMessages(queue, room.clock.now()),
  }));
}

function firstMessages({ messages }: Queue, now: number): unknown[] {
  return [...messages.values()].slice(0, shownMessages).map((message) => ({
    id: message.id,
    body: message.body.slice(0, 2000),
    sentAt: message.sentAt,
    receives: message.receives,
    group: message.groupId,
    visibleIn: Math.max(0, message.visibleAt - now),
  }));
}
