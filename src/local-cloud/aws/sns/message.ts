import { randomUUID } from 'node:crypto';
import { AwsError } from '../../aws-error.ts';
import type { Properties } from '../../contract.ts';
import { queryList } from '../protocol/query.ts';
import type { Subscription } from './topics.ts';

export interface MessageAttribute {
  DataType: string;
  StringValue?: string;
  /** Base64. */
  BinaryValue?: string;
}

export interface Notification {
  id: string;
  topicArn: string;
  subject?: string;
  message: string;
  /** Texts by protocol, with `default`, when `MessageStructure` is `json`. */
  perProtocol?: Record<string, unknown>;
  attributes: Record<string, MessageAttribute>;
  groupId?: string;
  deduplicationId?: string;
  at: number;
}

/** SNS API reference, Publish, 2026. */
const mostBytes = 262_144;

/** @throws AwsError InvalidParameter */
export function notification(topicArn: string, input: Properties, at: number): Notification {
  const message: unknown = input.Message;
  if (typeof message !== 'string' || message === '') throw invalid('Empty message');
  if (Buffer.byteLength(message) > mostBytes) throw invalid('Message too long');
  if (String(input.Subject ?? '').length > 100) throw invalid('Subject');
  return {
    id: randomUUID(),
    topicArn,
    subject: input.Subject,
    message,
    perProtocol: input.MessageStructure === 'json' ? structure(message) : undefined,
    attributes: attributesOf(input.MessageAttributes),
    groupId: input.MessageGroupId,
    deduplicationId: input.MessageDeduplicationId,
    at,
  };
}

const invalid = (reason: string): AwsError =>
  new AwsError('InvalidParameter', `Invalid parameter: ${reason}`);

function structure(message: string): Record<string, unknown> {
  try {
    const texts = JSON.parse(message);
    if (typeof texts?.default === 'string') return texts;
  } catch {
    throw invalid('Message Structure - JSON message body failed to parse');
  }
  throw invalid('Message Structure - No default entry in JSON message body');
}

/** A map of the JSON protocol, or the entries of a form. */
function attributesOf(given: Properties | undefined): Record<string, MessageAttribute> {
  const entries = queryList(given?.entry).map((entry) => [String(entry.Name), entry.Value]);
  return Object.fromEntries(entries.length > 0 ? entries : Object.entries(given ?? {}));
}

export const textFor = ({ message, perProtocol }: Notification, protocol: string): string =>
  perProtocol === undefined ? message : String(perProtocol[protocol] ?? perProtocol.default);

/** Whether the filter policy of a subscription lets a message through. */
export function isWanted({ matches, filterScope }: Subscription, notification: Notification): boolean {
  if (!matches) return true;
  if (filterScope === 'MessageAttributes') return matches(plainAttributes(notification));
  try {
    return matches(JSON.parse(notification.message));
  } catch {
    return false;
  }
}

function plainAttributes({ attributes }: Notification): Record<string, unknown> {
  const values = Object.entries(attributes).map(([name, { DataType, StringValue = '' }]) => [
    name,
    DataType.startsWith('Number')
      ? Number(StringValue)
      : DataType === 'String.Array'
        ? list(StringValue)
        : StringValue,
  ]);
  return Object.fromEntries(values);
}

function list(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * The notification as queues and functions get it (SNS developer guide, "Message formats", 2026). Functions get every member,
 * and the two addresses in another spelling.
 */
export function envelope(notification: Notification, { protocol, arn }: Subscription): Properties {
  const { id, topicArn, subject, attributes, at } = notification;
  const isFunction = protocol === 'lambda';
  const region = topicArn.split(':')[3];
  const url = isFunction ? 'Url' : 'URL';
  const values = Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
    name,
    { Type: DataType, Value: StringValue ?? BinaryValue },
  ]);
  return {
    Type: 'Notification',
    MessageId: id,
    TopicArn: topicArn,
    ...(subject !== undefined ? { Subject: subject } : isFunction ? { Subject: null } : {}),
    Message: textFor(notification, protocol),
    Timestamp: new Date(at).toISOString(),
    SignatureVersion: '1',
    Signature: 'LOCAL',
    [`SigningCert${url}`]: `https://sns.${region}.amazonaws.com/SimpleNotificationService-local.pem`,
    [`Unsubscribe${url}`]: `https://sns.${region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${arn}`,
    ...(isFunction || values.length > 0 ? { MessageAttributes: Object.fromEntries(values) } : {}),
  };
}
