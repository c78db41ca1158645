import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, Cloud, Resource } from '../../contract.ts';
import type { Clock } from '../clock.ts';
import { defaults, templateAttributes } from './attributes.ts';
import { missing, noSuchQueue } from './errors.ts';
import { type Queue, wake } from './queue.ts';
import { checkRedrive } from './redrive-allow.ts';

/** All that the operations work on. */
export interface Room {
  cloud: Cloud;
  clock: Clock;
  /** By ARN. */
  queues: Map<string, Queue>;
}

export function newQueue(
  identity: Pick<Queue, 'arn' | 'name' | 'account' | 'region'>,
  attributes: Map<string, string>,
  now: number,
  fromTemplate = false,
): Queue {
  const fifo = attributes.get('FifoQueue') === 'true';
  return {
    ...identity,
    fifo,
    attributes: new Map([...defaults(fifo), ...attributes]),
    tags: new Map(),
    createdAt: now,
    modifiedAt: now,
    messages: new Map(),
    deduplication: new Map(),
    lastSequence: 18_800_000_000_000_000_000n,
    waiters: new Set(),
    fromTemplate,
  };
}

/**
 * Fits the queues to the model. Messages stay; a queue that left the templates is set aside in `retired` and comes back
 * with its messages when they name it again.
 */
export function deployQueues({ cloud, clock, queues }: Room, retired: Map<string, Queue>): void {
  const wanted = new Map(cloud.model.byType('AWS::SQS::Queue').map((resource) => [resource.arn, resource]));
  for (const [arn, queue] of queues) {
    if (!queue.fromTemplate || wanted.has(arn)) continue;
    queues.delete(arn);
    retired.set(arn, queue);
    wake(queue);
  }
  for (const [arn, resource] of wanted) {
    const fresh = queueOf(resource, clock.now());
    const known = queues.get(arn) ?? retired.get(arn);
    retired.delete(arn);
    if (!known || known.fifo !== fresh.fifo) queues.set(arn, fresh);
    else queues.set(arn, Object.assign(known, { attributes: fresh.attributes, tags: fresh.tags }));
  }
  for (const [arn, { path }] of wanted) leaveRefusedRedrive(cloud, queues, arn, path);
}

/** On AWS the deploy fails; here the queue goes without its dead-letter queue. */
function leaveRefusedRedrive(cloud: Cloud, queues: Room['queues'], arn: string, path: string): void {
  const { attributes } = queues.get(arn)!;
  try {
    checkRedrive(queues, arn, attributes.get('RedrivePolicy'));
  } catch (error) {
    attributes.delete('RedrivePolicy');
    const text = `${path} goes without its RedrivePolicy, which SQS refuses: ${(error as Error).message}`;
    cloud.trace({ traceId: '', kind: 'notice', source: 'sqs', text });
  }
}

function queueOf({ arn, account, region, properties }: Resource, now: number): Queue {
  const name = arn.split(':').at(-1)!;
  const queue = newQueue({ arn, name, account, region }, templateAttributes(properties), now, true);
  for (const { Key, Value } of properties.Tags ?? []) queue.tags.set(String(Key), String(Value));
  return queue;
}

/** `http://127.0.0.1:PORT/<account>/<name>`: clients of the SDK call the host of a queue URL. */
export const queueUrl = ({ cloud }: Room, { account, name }: Queue): string =>
  `${cloud.endpoint}/${account}/${name}`;

/**
 * The queue of a URL: of this endpoint, or as AWS writes it, which names the region too.
 * @throws AwsError MissingParameter, InvalidAddress, QueueDoesNotExist
 */
export function queueAt({ queues }: Room, url: unknown, request: AwsRequest): Queue {
  if (url === undefined || url === '') throw missing('QueueUrl');
  if (typeof url !== 'string' || !URL.canParse(url)) {
    throw new AwsError('InvalidAddress', `The address ${url} is not valid for this endpoint.`, 404);
  }
  const { hostname, pathname } = new URL(url);
  const [account, name] = pathname.split('/').slice(-2);
  const region = /^(?:sqs\.)?([a-z]{2,}(?:-[a-z]+)+-\d)\./.exec(hostname)?.[1] ?? request.region;
  return queueNamed(queues, String(name), String(account), region) ?? fail();
}

function fail(): never {
  throw noSuchQueue();
}

export function queueNamed(queues: Room['queues'], name: string, account: string, region: string) {
  for (const queue of queues.values()) {
    if (queue.name === name && queue.account === account && queue.region === region) return queue;
  }
  return undefined;
}
