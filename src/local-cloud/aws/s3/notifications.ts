import type { Cloud, Principal, Properties, Resource } from '../../contract.ts';
import { callAws } from '../protocol/call.ts';
import type { StoredObject } from './store.ts';

/** Tells the bucket's targets of a new or removed object, after the answer to the caller. */
export function notify(
  cloud: Cloud,
  bucket: Resource,
  event: 'ObjectCreated:Put' | 'ObjectCreated:Copy' | 'ObjectRemoved:Delete',
  key: string,
  object: StoredObject | undefined,
  traceId?: string,
): void {
  const configuration = notificationsOf(cloud, bucket);
  const caller = callerOf(bucket);
  const message = JSON.stringify({ Records: [record(bucket, event, key, object)] });
  const failed = (error: Error) =>
    cloud.trace({
      traceId: traceId ?? '',
      kind: 'notice',
      source: bucket.ref,
      text: `${bucket.ref}: a notification of ${key} failed: ${error.message}`,
    });
  for (const target of configuration.LambdaFunctionConfigurations ??
    configuration.LambdaConfigurations ??
    []) {
    if (!wanted(target, event, key)) continue;
    const arn = target.LambdaFunctionArn ?? target.Function;
    cloud.invoke(arn, message, { caller, type: 'event', traceId }).catch(failed);
  }
  for (const target of configuration.QueueConfigurations ?? []) {
    if (!wanted(target, event, key)) continue;
    const queue = cloud.model.find(target.QueueArn ?? target.Queue, 'AWS::SQS::Queue');
    if (!queue) continue;
    const input = { QueueUrl: queue.ref, MessageBody: message };
    send(cloud, 'sqs', 'SendMessage', bucket, input, traceId).catch(failed);
  }
  for (const target of configuration.TopicConfigurations ?? []) {
    if (!wanted(target, event, key)) continue;
    const input = {
      TopicArn: target.TopicArn ?? target.Topic,
      Subject: 'Amazon S3 Notification',
      Message: message,
    };
    send(cloud, 'sns', 'Publish', bucket, input, traceId).catch(failed);
  }
  if (configuration.EventBridgeConfiguration) {
    const entry = eventBridgeEntry(bucket, event, key, object);
    send(cloud, 'events', 'PutEvents', bucket, { Entries: [entry] }, traceId).catch(failed);
  }
}

/** ARNs of buckets name no account, so that it is said beside. */
const callerOf = ({ arn, account }: Resource): Principal => ({
  service: 's3.amazonaws.com',
  sourceArn: arn,
  sourceAccount: account,
});

/** On the bucket itself, or on the custom resource by which CDK sets notifications. */
function notificationsOf(cloud: Cloud, bucket: Resource): Properties {
  const custom = cloud.model
    .byType('Custom::S3BucketNotifications')
    .filter(({ properties }) => properties.BucketName === bucket.ref)
    .map(({ properties }) => properties.NotificationConfiguration);
  return Object.assign({}, bucket.properties.NotificationConfiguration, ...custom);
}

function wanted(target: Properties, event: string, key: string): boolean {
  const events: string[] = target.Events ?? [target.Event];
  const pattern = (name: string) => name.replace(/^s3:/, '').replace(/\*$/, '');
  const rules: { Name: string; Value: string }[] =
    target.Filter?.Key?.FilterRules ?? target.Filter?.S3Key?.Rules ?? [];
  return (
    events.some((name) => event.startsWith(pattern(name))) &&
    rules.every(({ Name, Value }) =>
      Name.toLowerCase() === 'prefix' ? key.startsWith(Value) : key.endsWith(Value),
    )
  );
}

/** S3 user guide, "Event message structure", version 2.1. */
function record(bucket: Resource, event: string, key: string, object: StoredObject | undefined): unknown {
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: bucket.region,
    eventTime: new Date().toISOString(),
    eventName: event,
    userIdentity: { principalId: 'LOCAL' },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'local',
      bucket: { name: bucket.ref, ownerIdentity: { principalId: 'LOCAL' }, arn: bucket.arn },
      object: {
        key: encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/'),
        ...(object ? { size: object.size(), eTag: object.etag() } : {}),
        sequencer: Date.now().toString(16).toUpperCase().padStart(18, '0'),
      },
    },
  };
}

function eventBridgeEntry(
  bucket: Resource,
  event: string,
  key: string,
  object: StoredObject | undefined,
): unknown {
  const created = event.startsWith('ObjectCreated');
  return {
    Source: 'aws.s3',
    DetailType: created ? 'Object Created' : 'Object Deleted',
    Resources: [bucket.arn],
    Detail: JSON.stringify({
      version: '0',
      bucket: { name: bucket.ref },
      object: { key, ...(object ? { size: object.size(), etag: object.etag() } : {}) },
      reason: created ? 'PutObject' : 'DeleteObject',
      requester: bucket.account,
      'source-ip-address': '127.0.0.1',
    }),
  };
}

const send = (
  cloud: Cloud,
  service: string,
  action: string,
  bucket: Resource,
  input: Properties,
  traceId?: string,
): Promise<unknown> => {
  const caller = callerOf(bucket);
  return callAws(cloud, { service, action, region: bucket.region, input, caller, traceId });
};
