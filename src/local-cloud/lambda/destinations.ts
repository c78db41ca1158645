import { randomUUID } from 'node:crypto';
import type { AwsRequest, Cloud } from '../contract.ts';

/** Where a record goes, who sends it, and what EventBridge is told about it. */
export interface Delivery {
  targetArn: string;
  roleArn: string;
  traceId?: string;
  /** The function or stream that the record is about. */
  sourceArn: string;
  /** `Success` or `Failure`, for EventBridge's detail type. */
  outcome: 'Success' | 'Failure';
  body: string;
  /** Folder of the object that a bucket gets: `aws/lambda/async/orders`. */
  folder: string;
  /** What the bucket's record holds besides. */
  more?: Record<string, unknown>;
  /** Message attributes; only dead-letter queues and topics get them. */
  attributes?: Record<string, { DataType: 'String' | 'Number'; StringValue: string }>;
}

/** Longest message of SNS, in bytes (SNS quotas, 2026). */
const longestNotification = 262_144;

/**
 * Sends a record to a queue, a topic, a bucket, an event bus or a function, with the rights of the function's role. Where that
 * fails, a notice says so and the record is lost, as on AWS.
 */
export async function deliver(cloud: Cloud, delivery: Delivery): Promise<void> {
  const { targetArn, traceId = '', sourceArn } = delivery;
  try {
    await send(cloud, delivery);
  } catch (error) {
    const text = `The record of ${sourceArn} did not reach ${targetArn}: ${(error as Error).message}`;
    cloud.trace({ traceId, kind: 'notice', source: 'lambda', text, detail: delivery.body });
  }
}

async function send(cloud: Cloud, delivery: Delivery): Promise<void> {
  const { targetArn, roleArn, traceId, body, attributes } = delivery;
  switch (targetArn.split(':')[2]) {
    case 'sqs': {
      const QueueUrl = cloud.model.find(targetArn, 'AWS::SQS::Queue')?.ref;
      if (!QueueUrl) throw new Error('no template has this queue.');
      const message = { QueueUrl, MessageBody: body, MessageAttributes: attributes };
      return call(cloud, delivery, 'sqs', 'AmazonSQS.SendMessage', message);
    }
    case 'sns': {
      const message = { TopicArn: targetArn, Message: shortened(body), MessageAttributes: attributes };
      return call(cloud, delivery, 'sns', 'AmazonSNS.Publish', message);
    }
    case 's3':
      return putObject(cloud, delivery);
    case 'events': {
      const entry = {
        Source: 'lambda',
        DetailType: `Lambda Function Invocation Result - ${delivery.outcome}`,
        Detail: body,
        Resources: [delivery.sourceArn, targetArn],
        EventBusName: targetArn,
      };
      return call(cloud, delivery, 'events', 'AWSEvents.PutEvents', { Entries: [entry] });
    }
    case 'lambda':
      await cloud.invoke(targetArn, body, {
        caller: { roleArn, sourceArn: delivery.sourceArn },
        type: 'event',
        traceId,
      });
      return;
    default:
      throw new Error('Lambda sends records to SQS, SNS, S3, EventBridge and functions only.');
  }
}

/** Payloads that make a record too long for a topic are left out (Lambda API reference, OnFailure, 2026). */
function shortened(body: string): string {
  if (Buffer.byteLength(body) <= longestNotification) return body;
  const { requestPayload: _, responsePayload: __, ...record } = JSON.parse(body);
  return JSON.stringify(record);
}

/**
 * `<folder>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<random UUID>` in UTC (Lambda guide, "Capturing records of Lambda asynchronous
 * invocations" and "Retain discarded batch records for a Kinesis Data Streams event source", 2026).
 */
async function putObject(cloud: Cloud, delivery: Delivery): Promise<void> {
  const { targetArn, folder, body, more } = delivery;
  const [day = '', time = ''] = new Date().toISOString().split('T');
  const name = `${day}T${time.slice(0, 8).replaceAll(':', '.')}-${randomUUID()}`;
  const key = `${folder}/${day.replaceAll('-', '/')}/${name}`;
  await request(cloud, delivery, {
    service: 's3',
    region: cloud.model.find(targetArn, 'AWS::S3::Bucket')?.region ?? '',
    action: '',
    method: 'PUT',
    path: `/${targetArn.split(':').at(-1)}/${key.split('/').map(encodeURIComponent).join('/')}`,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(more ? JSON.stringify({ ...JSON.parse(body), ...more }) : body),
  });
}

async function call(
  cloud: Cloud,
  delivery: Delivery,
  service: string,
  target: string,
  input: object,
): Promise<void> {
  await request(cloud, delivery, {
    service,
    region: delivery.targetArn.split(':')[3] ?? '',
    action: target.split('.')[1]!,
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
    body: Buffer.from(JSON.stringify(input)),
  });
}

async function request(
  cloud: Cloud,
  { roleArn, sourceArn, traceId }: Delivery,
  given: Omit<AwsRequest, 'query' | 'caller'>,
): Promise<void> {
  const caller = { roleArn, sourceArn };
  const { status, body = '' } = await cloud.aws({ ...given, query: new URLSearchParams(), caller, traceId });
  if (status >= 400) throw new Error(body.toString());
}
