/** SQS: the queues of the templates and those made by calls, over the JSON and the Query protocol. */
import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, Cloud, RunningService, Service } from '../../contract.ts';
import { type Clock, systemClock } from '../clock.ts';
import { jsonApi, type Operations } from '../protocol/json.ts';
import { isQuery } from '../protocol/query.ts';
import { errorAnswer } from './errors.ts';
import { messageOperations } from './message-operations.ts';
import { moveOperations } from './move-tasks.ts';
import { permissionOperations } from './permissions.ts';
import { keepQueues } from './persist.ts';
import { answerQuery } from './query-protocol.ts';
import { type Queue, wake } from './queue.ts';
import { queueOperations } from './queue-operations.ts';
import { snapshotOf } from './snapshot.ts';
import { queueSource } from './source.ts';
import { deployQueues, type Room } from './store.ts';
import { supports } from './supports.ts';

/** The room over a clock of one's own. */
export const createSqs = (clock: Clock): Service => ({
  name: 'sqs',
  supports,
  start: (cloud) => startSqs(cloud, clock),
});

export const sqs: Service = createSqs(systemClock);

async function startSqs(cloud: Cloud, clock: Clock): Promise<RunningService> {
  const room: Room = { cloud, clock, queues: new Map() };
  const retired = new Map<string, Queue>();
  const kept = keepQueues(room, retired);
  await kept.load();
  const closing = new AbortController();
  const operations: Operations = {
    ...queueOperations(room),
    ...permissionOperations(room),
    ...messageOperations(room, closing.signal),
    ...moveOperations(room, closing.signal),
  };
  const answerJson = jsonApi('1.0', operations);
  const serve = async (request: AwsRequest) => {
    try {
      if (isQuery(request)) return await answerQuery(operations, request);
      return await answerJson(request);
    } catch (error) {
      if (error instanceof AwsError) return errorAnswer(error);
      throw error;
    } finally {
      kept.changed();
    }
  };
  const source = queueSource(room);
  return {
    deploy: async () => deployQueues(room, retired),
    aws: { sqs: serve },
    queues: {
      ...source,
      receive: async (arn, options) => {
        const messages = await source.receive(arn, options);
        if (messages.length > 0) kept.changed();
        return messages;
      },
      remove: async (arn, handles) => {
        await source.remove(arn, handles);
        kept.changed();
      },
    },
    reset: async () => {
      const former = [...room.queues.values()];
      room.queues.clear();
      retired.clear();
      deployQueues(room, retired);
      for (const queue of former) wake(queue);
      kept.changed();
    },
    snapshot: async () => ({ queues: snapshotOf(room) }),
    close: async () => {
      closing.abort();
      await kept.close();
    },
  };
}
