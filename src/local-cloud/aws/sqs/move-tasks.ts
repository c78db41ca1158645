import { randomUUID } from 'node:crypto';
import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, Cloud, Principal, Properties } from '../../contract.ts';
import type { Operations } from '../protocol/json.ts';
import { invalid, invalidValue, missing } from './errors.ts';
import { isInFlight, type Message, type Queue } from './queue.ts';
import { sourcesOf } from './queue-operations.ts';
import { moveMessage } from './receive.ts';
import type { Room } from './store.ts';

interface MoveTask {
  id: string;
  source: string;
  destination?: string;
  perSecond?: number;
  status: 'RUNNING' | 'COMPLETED' | 'CANCELLING' | 'CANCELLED' | 'FAILED';
  failure?: string;
  toMove: number;
  moved: number;
  startedAt: number;
}

/** Redrive of dead-letter queues: to where the messages came from, or to another queue (SQS API reference, 2026). */
export function moveOperations(room: Room, closing: AbortSignal): Operations {
  const { cloud, clock, queues } = room;
  const tasks: MoveTask[] = [];
  const queueOf = (arn: unknown, parameter: string): Queue => {
    const queue = queues.get(String(arn));
    if (queue) return queue;
    const text = `The resource that you specified for the ${parameter} parameter doesn't exist.`;
    throw new AwsError('ResourceNotFoundException', text, 404);
  };
  const allowed = (input: Properties, { caller }: AwsRequest, action: string): Queue => {
    if (!input.SourceArn) throw missing('SourceArn');
    const queue = queueOf(input.SourceArn, 'SourceArn');
    authorizeMove(cloud, caller, action, queue);
    return queue;
  };

  return {
    StartMessageMoveTask: (input, request) => {
      const source = allowed(input, request, 'StartMessageMoveTask');
      if (sourcesOf(room, source).length === 0) {
        throw invalid('Source queue must be configured as a Dead Letter Queue.');
      }
      const { DestinationArn } = input;
      const targets = DestinationArn ? [queueOf(DestinationArn, 'DestinationArn')] : sourcesOf(room, source);
      for (const { arn } of targets) cloud.authorize(request.caller, 'sqs:SendMessage', arn);
      if (tasks.some((task) => task.source === source.arn && task.status === 'RUNNING')) {
        throw invalid(
          'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
        );
      }
      const task: MoveTask = {
        id: randomUUID(),
        source: source.arn,
        destination: DestinationArn,
        perSecond: rateOf(input.MaxNumberOfMessagesPerSecond),
        status: 'RUNNING',
        toMove: source.messages.size,
        moved: 0,
        startedAt: clock.now(),
      };
      tasks.unshift(task);
      step(room, task, closing);
      return { TaskHandle: handleOf(task) };
    },
    ListMessageMoveTasks: (input, request) => {
      const { arn } = allowed(input, request, 'ListMessageMoveTasks');
      const most = Math.min(Number(input.MaxResults ?? 1) || 1, 10);
      return {
        Results: tasks
          .filter(({ source }) => source === arn)
          .slice(0, most)
          .map(entryOf),
      };
    },
    CancelMessageMoveTask: (input, { caller }) => {
      const [id, arn] = parseHandle(input.TaskHandle);
      authorizeMove(cloud, caller, 'CancelMessageMoveTask', queueOf(arn, 'SourceArn'));
      const task = tasks.find((each) => each.id === id);
      if (!task) throw new AwsError('ResourceNotFoundException', 'Task does not exist.', 404);
      if (task.status === 'RUNNING') task.status = 'CANCELLED';
      return { ApproximateNumberOfMessagesMoved: task.moved };
    },
  };
}

/**
 * Whoever has to do with a move takes messages from its source, and needs what that needs (SQS developer guide, "Configuring
 * queue permissions for dead-letter queue redrive").
 */
function authorizeMove(cloud: Cloud, caller: Principal, action: string, { arn }: Queue): void {
  for (const each of [action, 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'])
    cloud.authorize(caller, `sqs:${each}`, arn);
}

/** Moves what one second allows, then waits for the next. Without a rate all messages move at once. */
function step(room: Room, task: MoveTask, closing: AbortSignal): void {
  const source = room.queues.get(task.source);
  for (let count = 0; count < (task.perSecond ?? Number.POSITIVE_INFINITY); count++) {
    if (task.status !== 'RUNNING' || closing.aborted) return;
    const message = source && nextOf(room, source);
    if (!message) {
      task.status = 'COMPLETED';
      return;
    }
    const target = room.queues.get(task.destination ?? message.deadLetterSource ?? '');
    if (!target) {
      const failure = task.destination
        ? 'AWS.SimpleQueueService.NonExistentQueue'
        : 'CouldNotDetermineMessageSource';
      Object.assign(task, { status: 'FAILED', failure });
      return;
    }
    moveMessage(room, source, target, message, undefined);
    // A redriven message is a new one to its queue: it has all its receives and its whole time before it.
    Object.assign(message, { receives: 0, firstReceivedAt: undefined, sentAt: room.clock.now() });
    task.moved++;
  }
  room.clock.after(1000, () => step(room, task, closing));
}

function nextOf({ clock }: Room, { messages }: Queue): Message | undefined {
  for (const message of messages.values()) if (!isInFlight(message, clock.now())) return message;
  return undefined;
}

function rateOf(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  const rate = Number(value);
  if (Number.isInteger(rate) && rate >= 1 && rate <= 500) return rate;
  throw invalidValue('MaxNumberOfMessagesPerSecond', value, 'Must be between 1 and 500, if provided.');
}

const handleOf = ({ id, source }: MoveTask): string =>
  Buffer.from(JSON.stringify({ taskId: id, sourceArn: source })).toString('base64');

function parseHandle(handle: unknown): [id: string, arn: string] {
  try {
    const { taskId, sourceArn } = JSON.parse(Buffer.from(String(handle), 'base64').toString());
    if (typeof taskId === 'string' && typeof sourceArn === 'string') return [taskId, sourceArn];
  } catch {
    // Anything that is not a handle of ours has one answer, below.
  }
  throw invalid('Value for parameter TaskHandle is invalid.');
}

function entryOf(task: MoveTask): Properties {
  return {
    TaskHandle: task.status === 'RUNNING' ? handleOf(task) : undefined,
    Status: task.status,
    SourceArn: task.source,
    DestinationArn: task.destination,
    MaxNumberOfMessagesPerSecond: task.perSecond,
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    FailureReason: task.failure,
    StartedTimestamp: task.startedAt,
  };
}
