import type { Cloud } from '../../contract.ts';
import { callAws, queueUrlOf } from '../protocol/call.ts';
import { type Mail, sendMail } from './mail.ts';
import { envelope, isWanted, type Notification, textFor } from './message.ts';
import type { Subscription } from './topics.ts';

/** Gives a message to the subscriptions that want it. Returns at once; failures become notices. */
export function fanOut(
  cloud: Cloud,
  outbox: Mail[],
  subscriptions: Subscription[],
  notification: Notification,
  traceId?: string,
): void {
  for (const subscription of subscriptions) {
    if (!isWanted(subscription, notification)) continue;
    deliver(cloud, outbox, subscription, notification, traceId).catch(async (error: Error) => {
      const text = `${subscription.topicArn.split(':').at(-1)}: a message did not reach ${subscription.endpoint}: ${error.message}`;
      cloud.trace({ traceId: traceId ?? '', kind: 'notice', source: 'sns', text, detail: notification });
      await toDeadLetterQueue(cloud, subscription, notification, traceId);
    });
  }
}

async function deliver(
  cloud: Cloud,
  outbox: Mail[],
  subscription: Subscription,
  notification: Notification,
  traceId?: string,
): Promise<void> {
  const { protocol, endpoint, arn, topicArn } = subscription;
  const caller = { service: 'sns.amazonaws.com', sourceArn: topicArn };
  switch (protocol) {
    case 'sqs':
      return send(cloud, endpoint, subscription, notification, traceId);
    case 'lambda': {
      const Sns = envelope(notification, subscription);
      const record = { EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: arn, Sns };
      await cloud.invoke(endpoint, JSON.stringify({ Records: [record] }), { caller, type: 'event', traceId });
      return;
    }
    case 'email':
    case 'email-json':
      sendMail(cloud, outbox, subscription, notification, traceId);
      return;
    default:
      throw new Error(`the local cloud does not deliver to ${protocol}.`);
  }
}

/** Raw delivery hands the text and its attributes on; else the notification is the body. */
async function send(
  cloud: Cloud,
  queueArn: string,
  subscription: Subscription,
  notification: Notification,
  traceId?: string,
): Promise<void> {
  const { raw, topicArn } = subscription;
  const isFifo = queueArn.endsWith('.fifo');
  await callAws(cloud, {
    service: 'sqs',
    action: 'SendMessage',
    region: queueArn.split(':')[3] ?? '',
    input: {
      QueueUrl: queueUrlOf(queueArn),
      MessageBody: raw ? textFor(notification, 'sqs') : JSON.stringify(envelope(notification, subscription)),
      MessageAttributes: raw ? notification.attributes : undefined,
      MessageGroupId: notification.groupId,
      MessageDeduplicationId: isFifo ? (notification.deduplicationId ?? notification.id) : undefined,
    },
    caller: { service: 'sns.amazonaws.com', sourceArn: topicArn },
    traceId,
  });
}

async function toDeadLetterQueue(
  cloud: Cloud,
  subscription: Subscription,
  notification: Notification,
  traceId?: string,
): Promise<void> {
  const { deadLetterQueue, topicArn } = subscription;
  if (!deadLetterQueue) return;
  try {
    await send(cloud, deadLetterQueue, subscription, notification, traceId);
  } catch (error) {
    const text = `${topicArn.split(':').at(-1)}: nor did it reach ${deadLetterQueue}: ${(error as Error).message}`;
    cloud.trace({ traceId: traceId ?? '', kind: 'notice', source: 'sns', text });
  }
}
