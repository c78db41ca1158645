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
  /** Message attributes; only dead-letter queues get them. */
  attributes?: Record<string, { DataType: 'String' | 'Number'; StringValue: string }>;
}

/**
 * Sends a record to an SQS queue, an event bus or a function, with the rights of the function's role. Where that fails or the
 * target is not emulated (SNS, S3), a notice says so and the record is lost, as on AWS.
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
  const { targetArn, roleArn, traceId, body } = delivery;
  switch (targetArn.split(':')[2]) {
    case 'sqs': {
      const QueueUrl = cloud.model.find(targetArn, 'AWS::SQS::Queue')?.ref;
      if (!QueueUrl) throw new Error('no template has this queue.');
      const message = { QueueUrl, MessageBody: body, MessageAttributes: delivery.attributes };
      return call(cloud, delivery, 'sqs', 'AmazonSQS.SendMessage', message);
    }
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
      throw new Error('the local cloud delivers to SQS, EventBridge and Lambda only.');
  }
}

async function call(
  cloud: Cloud,
  { targetArn, roleArn, traceId, sourceArn }: Delivery,
  service: string,
  target: string,
  input: object,
): Promise<void> {
  const request: AwsRequest = {
    service,
    region: targetArn.split(':')[3] ?? '',
    action: target.split('.')[1]!,
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
    body: Buffer.from(JSON.stringify(input)),
    caller: { roleArn, sourceArn },
    traceId,
  };
  const { status, body = '' } = await cloud.aws(request);
  if (status >= 400) throw new Error(body.toString());
}
