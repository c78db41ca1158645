import { AwsError } from '../../aws-error.ts';
import type { Principal } from '../../contract.ts';
import { callAws, queueUrlOf } from '../protocol/call.ts';
import { valueAt } from './json-path.ts';
import { type BusEvent, placeIn, type Room, type Rule, type Target } from './store.ts';

export interface Delivery {
  rule: Rule;
  target: Target;
  event: BusEvent;
  /** What the target gets. */
  input: string;
  traceId?: string;
  /** How many buses the event went through before. */
  hops: number;
}

/** Puts an event on another bus. */
export type Forward = (busArn: string, event: BusEvent, hops: number, traceId?: string) => void;

const served = ['lambda', 'sqs', 'sns', 'kinesis', 'firehose', 'states', 'logs', 'events'];

/** What is said of a target that gets no events here; `undefined` of one that does. */
export function unservedTarget(owner: string, { Arn }: Target): string | undefined {
  if (served.includes(serviceOf(Arn))) return undefined;
  return `${owner}: the local cloud delivers no events to ${Arn}.`;
}

/** API destinations share the service name of buses. */
function serviceOf(arn: string): string {
  const [, , service = '', , , resource = ''] = arn.split(':');
  return service === 'events' && !resource.startsWith('event-bus/') ? 'api-destination' : service;
}

/** Longest chain of buses, so that rules that lead in a circle come to an end. */
const mostHops = 5;

/**
 * Delivers one event to one target, with the rights of the target's role, or of EventBridge itself where there is none.
 * @throws AwsError when the target refuses it, or is not there
 */
export async function deliver(room: Room, delivery: Delivery, forward: Forward): Promise<void> {
  const { cloud } = room;
  const { rule, target, input, event, traceId, hops } = delivery;
  const arn = target.Arn;
  const { region } = placeIn(arn);
  const caller = callerOf(rule, target);
  const call = (service: string, action: string, parameters: object) =>
    callAws(cloud, { service, action, region, input: parameters, caller, traceId });
  switch (serviceOf(arn)) {
    case 'lambda':
      await cloud.invoke(arn, input, { caller, type: 'event', traceId });
      return;
    case 'sqs': {
      const MessageGroupId = target.SqsParameters?.MessageGroupId;
      await call('sqs', 'SendMessage', { QueueUrl: queueUrlOf(arn), MessageBody: input, MessageGroupId });
      return;
    }
    case 'sns':
      await call('sns', 'Publish', { TopicArn: arn, Message: input });
      return;
    case 'kinesis': {
      const path = target.KinesisParameters?.PartitionKeyPath;
      const key = path === undefined ? event.id : valueAt(event, String(path));
      const PartitionKey = typeof key === 'string' ? key : JSON.stringify(key ?? event.id);
      await call('kinesis', 'PutRecord', { StreamARN: arn, PartitionKey, Data: base64(input) });
      return;
    }
    case 'firehose': {
      const DeliveryStreamName = arn.split('/').at(-1);
      await call('firehose', 'PutRecord', { DeliveryStreamName, Record: { Data: base64(input) } });
      return;
    }
    case 'states':
      await call('states', 'StartExecution', { stateMachineArn: arn, input });
      return;
    case 'events':
      cloud.authorize(caller, 'events:PutEvents', arn);
      if (hops >= mostHops)
        throw new AwsError('TooManyHops', `The event went through ${hops} buses already.`);
      forward(arn, event, hops + 1, traceId);
      return;
    case 'logs':
      cloud.trace({ traceId: traceId ?? '', kind: 'log', source: arn.split(':')[6] ?? arn, text: input });
      return;
    default:
      throw new AwsError('TargetNotEmulated', `The local cloud delivers no events to ${arn}.`);
  }
}

/** A role where the target has one; else the service, which the target's own policy has to allow. */
function callerOf(rule: Rule, { RoleArn }: Target): Principal {
  const roleArn = RoleArn ?? rule.roleArn;
  return roleArn
    ? { roleArn: String(roleArn), sourceArn: rule.arn }
    : { service: 'events.amazonaws.com', sourceArn: rule.arn };
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
