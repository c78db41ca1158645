import { partition } from '../../assembly/shape.ts';
import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, Properties } from '../../contract.ts';
import { accountOf } from '../protocol/account.ts';
import type { Operations } from '../protocol/json.ts';
import { checkAttributes, defaults } from './attributes.ts';
import { describeQueue } from './describe.ts';
import { badValue, invalid, missing, noSuchQueue } from './errors.ts';
import { type Queue, redrivePolicy, wake } from './queue.ts';
import { checkRedrive } from './redrive-allow.ts';
import { newQueue, queueAt, queueNamed, queueUrl, type Room } from './store.ts';

/** One PurgeQueue in so many milliseconds (SQS API reference, PurgeQueue, 2026). */
const purgeMs = 60_000;

/** Creating, finding, describing and deleting queues. */
export function queueOperations(room: Room): Operations {
  const { cloud, clock, queues } = room;
  const allowed = (input: Properties, request: AwsRequest, action: string): Queue => {
    const queue = queueAt(room, input.QueueUrl, request);
    cloud.authorize(request.caller, `sqs:${action}`, queue.arn);
    return queue;
  };
  const page = (arns: Queue[], { MaxResults, NextToken }: Properties) => {
    const from = Number(NextToken ?? 0) || 0;
    const max = Number(MaxResults ?? 1000) || 1000;
    const hasMore = MaxResults !== undefined && from + max < arns.length;
    const urls = arns.slice(from, from + max).map((queue) => queueUrl(room, queue));
    return { urls, NextToken: hasMore ? String(from + max) : undefined };
  };
  return {
    CreateQueue: (input, request) => {
      const name = String(input.QueueName ?? '');
      const account = accountOf(cloud, request);
      const arn = `arn:${partition(request.region)}:sqs:${request.region}:${account}:${name}`;
      cloud.authorize(request.caller, 'sqs:CreateQueue', arn);
      const attributes = createAttributes(name, input.Attributes ?? {});
      checkRedrive(queues, arn, attributes.get('RedrivePolicy'));
      const known = queueNamed(queues, name, account, request.region);
      if (known) checkSame(known, attributes);
      const queue =
        known ?? newQueue({ arn, name, account, region: request.region }, attributes, clock.now());
      if (!known) setTags(queue, input.tags ?? {});
      queues.set(queue.arn, queue);
      return { QueueUrl: queueUrl(room, queue) };
    },
    DeleteQueue: (input, request) => {
      const queue = allowed(input, request, 'DeleteQueue');
      queues.delete(queue.arn);
      wake(queue);
    },
    GetQueueUrl: (input, request) => {
      if (!input.QueueName) throw missing('QueueName');
      const account = String(input.QueueOwnerAWSAccountId ?? accountOf(cloud, request));
      const queue = queueNamed(queues, String(input.QueueName), account, request.region);
      if (!queue) throw noSuchQueue();
      cloud.authorize(request.caller, 'sqs:GetQueueUrl', queue.arn);
      return { QueueUrl: queueUrl(room, queue) };
    },
    ListQueues: (input, request) => {
      const account = accountOf(cloud, request);
      cloud.authorize(
        request.caller,
        'sqs:ListQueues',
        `arn:${partition(request.region)}:sqs:${request.region}:${account}:*`,
      );
      const found = [...queues.values()].filter(
        ({ name, region }) => region === request.region && name.startsWith(input.QueueNamePrefix ?? ''),
      );
      const { urls, NextToken } = page(found, input);
      return { QueueUrls: urls, NextToken };
    },
    ListDeadLetterSourceQueues: (input, request) => {
      const queue = allowed(input, request, 'ListDeadLetterSourceQueues');
      const { urls, NextToken } = page(sourcesOf(room, queue), input);
      return { queueUrls: urls, NextToken };
    },
    GetQueueAttributes: (input, request) => {
      const queue = allowed(input, request, 'GetQueueAttributes');
      const names: string[] = input.AttributeNames ?? [];
      const all = describeQueue(room, queue);
      const unknown = names.find((name) => name !== 'All' && !(name in all) && !mayBeAbsent.includes(name));
      if (unknown) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
      const found = Object.entries(all).filter(([name]) => names.includes('All') || names.includes(name));
      return found.length > 0 ? { Attributes: Object.fromEntries(found) } : {};
    },
    SetQueueAttributes: (input, request) => {
      const queue = allowed(input, request, 'SetQueueAttributes');
      if (!input.Attributes) throw missing('Attributes');
      if ('FifoQueue' in input.Attributes) throw fixedType(queue, String(input.Attributes.FifoQueue));
      const attributes = checkAttributes(input.Attributes, queue.fifo);
      checkRedrive(queues, queue.arn, attributes.get('RedrivePolicy'));
      for (const [name, value] of attributes) {
        if (value === '') queue.attributes.delete(name);
        else queue.attributes.set(name, value);
      }
      queue.modifiedAt = clock.now();
      wake(queue);
    },
    PurgeQueue: (input, request) => {
      const queue = allowed(input, request, 'PurgeQueue');
      if (queue.purgedAt !== undefined && clock.now() < queue.purgedAt + purgeMs) {
        const message = `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`;
        throw new AwsError('PurgeQueueInProgress', message, 403);
      }
      queue.purgedAt = clock.now();
      queue.messages.clear();
    },
    TagQueue: (input, request) => setTags(allowed(input, request, 'TagQueue'), input.Tags ?? {}),
    UntagQueue: (input, request) => {
      const queue = allowed(input, request, 'UntagQueue');
      for (const key of input.TagKeys ?? []) queue.tags.delete(String(key));
    },
    ListQueueTags: (input, request) => {
      const { tags } = allowed(input, request, 'ListQueueTags');
      return tags.size > 0 ? { Tags: Object.fromEntries(tags) } : {};
    },
  };
}

/** Attributes that only some queues have; asking for them is no error. */
const mayBeAbsent = [
  'Policy',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
];

/** Queues whose redrive policy names this one. */
export const sourcesOf = ({ queues }: Room, { arn }: Queue): Queue[] =>
  [...queues.values()].filter((queue) => redrivePolicy(queue)?.target === arn);

function createAttributes(name: string, given: Properties): Map<string, string> {
  const isFifo = name.endsWith('.fifo');
  if (!/^[\w-]{1,80}$/.test(isFifo ? name.slice(0, -5) : name) || name.length > 80) {
    throw invalid('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
  }
  if (isFifo !== (String(given.FifoQueue) === 'true')) {
    if (isFifo)
      throw invalid('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
    if (given.FifoQueue !== undefined && String(given.FifoQueue) !== 'false') throw badValue('FifoQueue');
    if (given.FifoQueue !== undefined)
      throw new AwsError('InvalidAttributeName', 'Unknown Attribute FifoQueue.');
  }
  const attributes = checkAttributes(given, isFifo);
  for (const [key, value] of attributes) if (value === '') attributes.delete(key);
  return attributes;
}

/** Creating a queue again is no error as long as no attribute differs. */
function checkSame(queue: Queue, attributes: Map<string, string>): void {
  const initial = defaults(queue.fifo);
  for (const [name, value] of attributes) {
    if ((queue.attributes.get(name) ?? initial.get(name)) === value) continue;
    throw new AwsError(
      'QueueNameExists',
      `A queue already exists with the same name and a different value for attribute ${name}`,
    );
  }
}

function fixedType({ fifo }: Queue, value: string): AwsError {
  if (!fifo) return new AwsError('InvalidAttributeName', 'Unknown Attribute FifoQueue.');
  return badValue('FifoQueue', value === 'true' ? undefined : 'Modifying queue type is not supported.');
}

function setTags({ tags }: Queue, given: Properties): void {
  for (const [key, value] of Object.entries(given)) tags.set(key, String(value));
}
