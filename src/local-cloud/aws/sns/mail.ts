import type { Cloud } from '../../contract.ts';
import { envelope, type Notification, textFor } from './message.ts';
import type { Subscription } from './topics.ts';

/** An e-mail that SNS would have sent. */
export interface Mail {
  /** Milliseconds since the epoch. */
  at: number;
  topic: string;
  to: string;
  subject: string;
  text: string;
}

const kept = 50;

/** "Sends" a notification to a mail address: it appears in the trace and, with what is in it, on the console page. */
export function sendMail(
  cloud: Cloud,
  outbox: Mail[],
  subscription: Subscription,
  notification: Notification,
  traceId?: string,
): void {
  const { protocol, endpoint: to, topicArn } = subscription;
  const subject = notification.subject ?? 'AWS Notification Message';
  const text =
    protocol === 'email'
      ? textFor(notification, protocol)
      : JSON.stringify(envelope(notification, subscription));
  outbox.push({ at: Date.now(), topic: topicArn.split(':').at(-1) ?? topicArn, to, subject, text });
  if (outbox.length > kept) outbox.shift();
  cloud.trace({
    traceId: traceId ?? '',
    kind: 'mail',
    source: 'sns',
    text: `To ${to}: ${subject}`,
    detail: { to, subject, body: text },
  });
}
