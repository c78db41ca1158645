import type { Model, Properties, Resource } from '../../contract.ts';
import type { PictureEdge } from '../views.ts';
import type { Finder } from './finder.ts';

/** What happens after: event sources, rules, subscriptions, notifications, triggers and dead-letter queues. */
export function eventEdges(model: Model, find: Finder): PictureEdge[] {
  const edge = (from: unknown, to: unknown, kind: PictureEdge['kind'], text: string): PictureEdge[] => {
    const [start, end] = [find.one(from), find.one(to)];
    return start && end ? [{ from: start.id, to: end.id, kind, text }] : [];
  };
  const each = (type: string, edges: (properties: Properties, resource: Resource) => PictureEdge[]) =>
    model.byType(type).flatMap((resource) => edges(resource.properties, resource));
  return [
    ...each('AWS::Lambda::EventSourceMapping', (it) => [
      ...edge(it.EventSourceArn, it.FunctionName, 'event', `batches of up to ${batchSize(it)}`),
      ...edge(it.FunctionName, it.DestinationConfig?.OnFailure?.Destination, 'failure', 'failed batches'),
    ]),
    ...each('AWS::Lambda::EventInvokeConfig', (it) => [
      ...edge(it.FunctionName, it.DestinationConfig?.OnFailure?.Destination, 'failure', 'failed events'),
      ...edge(it.FunctionName, it.DestinationConfig?.OnSuccess?.Destination, 'event', 'results'),
    ]),
    ...each('AWS::SQS::Queue', (it, queue) =>
      edge(
        queue.arn,
        redrive(it.RedrivePolicy)?.deadLetterTargetArn,
        'failure',
        `after ${redrive(it.RedrivePolicy)?.maxReceiveCount} receives`,
      ),
    ),
    ...each('AWS::Events::Rule', (it, rule) => [
      ...edge(it.EventBusName, rule.arn, 'event', 'events that match'),
      ...(it.Targets ?? []).flatMap((target: Properties) => [
        ...edge(rule.arn, target.Arn, 'event', it.ScheduleExpression ?? 'events'),
        ...edge(rule.arn, target.DeadLetterConfig?.Arn, 'failure', 'failed events'),
      ]),
    ]),
    ...each('AWS::SNS::Subscription', (it) => edge(it.TopicArn, it.Endpoint, 'event', 'notifications')),
    ...each('AWS::S3::Bucket', (it, bucket) =>
      notified(it.NotificationConfiguration).flatMap((arn) =>
        edge(bucket.arn, arn, 'event', 'object events'),
      ),
    ),
    ...each('Custom::S3BucketNotifications', (it) =>
      notified(it.NotificationConfiguration).flatMap((arn) =>
        edge(it.BucketName, arn, 'event', 'object events'),
      ),
    ),
    ...each('AWS::Cognito::UserPool', (it, pool) =>
      Object.entries(it.LambdaConfig ?? {}).flatMap(([trigger, arn]) =>
        edge(pool.arn, arn, 'event', trigger),
      ),
    ),
    ...each('AWS::KinesisFirehose::DeliveryStream', (it, stream) =>
      edge(stream.arn, it.ExtendedS3DestinationConfiguration?.BucketARN, 'event', 'batches'),
    ),
  ];
}

/** Defaults of Lambda's API reference, `CreateEventSourceMapping`: 10 messages of a queue, 100 records of a stream. */
const batchSize = ({ BatchSize, EventSourceArn }: Properties): number =>
  BatchSize ?? (String(EventSourceArn).split(':')[2] === 'sqs' ? 10 : 100);

/** The policy may be a document or its text. */
const redrive = (policy: unknown): Properties | undefined =>
  typeof policy === 'string' ? JSON.parse(policy) : (policy as Properties | undefined);

/** ARNs anywhere in a notification configuration: functions, queues and topics. */
const notified = (configuration: unknown): string[] => [
  ...new Set(
    [...JSON.stringify(configuration ?? {}).matchAll(/"(arn:[^"]+:(?:lambda|sqs|sns):[^"]+)"/g)].map(
      ([, arn]) => arn!,
    ),
  ),
];
