/** Queues and messages as the room holds them. Times are milliseconds since the epoch. */

export interface MessageAttribute {
  DataType: string;
  StringValue?: string;
  /** Base64. */
  BinaryValue?: string;
}

export interface Message {
  id: string;
  body: string;
  md5: string;
  attributes: Record<string, MessageAttribute>;
  traceHeader?: string;
  senderId: string;
  sentAt: number;
  /** The message can be received from this time on. */
  visibleAt: number;
  receives: number;
  firstReceivedAt?: number;
  /** Latest receive, from which the longest visibility timeout counts. */
  receivedAt?: number;
  /** The latest receipt handle, until the message goes to another queue. */
  handle?: string;
  groupId?: string;
  deduplicationId?: string;
  sequence?: string;
  /** ARN of the queue that it came from, in a dead-letter queue. */
  deadLetterSource?: string;
}

export interface Queue {
  arn: string;
  name: string;
  account: string;
  region: string;
  fifo: boolean;
  /** Attributes that can be set, in the text form of the API. */
  attributes: Map<string, string>;
  tags: Map<string, string>;
  createdAt: number;
  modifiedAt: number;
  purgedAt?: number;
  /** By message id, in the order of arrival. */
  messages: Map<string, Message>;
  /** Messages of the last five minutes by deduplication id. */
  deduplication: Map<string, { at: number; id: string; sequence: string }>;
  lastSequence: bigint;
  /** Long polls that wait for a message. */
  waiters: Set<() => void>;
  fromTemplate: boolean;
}

export const isDelayed = ({ visibleAt, handle }: Message, now: number) => visibleAt > now && !handle;
export const isInFlight = ({ visibleAt, handle }: Message, now: number) =>
  visibleAt > now && handle !== undefined;

/** A numeric attribute of a queue. */
export const numberOf = (queue: Queue, name: string): number => Number(queue.attributes.get(name) ?? 0);

/** Tells waiting receives that messages may have become available. */
export function wake({ waiters }: Queue): void {
  for (const waiter of [...waiters]) waiter();
}

/** Messages by state, without those whose retention period is over. */
export function counts(queue: Queue, now: number): { visible: number; inFlight: number; delayed: number } {
  dropExpired(queue, now);
  let inFlight = 0;
  let delayed = 0;
  for (const message of queue.messages.values()) {
    if (isInFlight(message, now)) inFlight++;
    else if (isDelayed(message, now)) delayed++;
  }
  return { visible: queue.messages.size - inFlight - delayed, inFlight, delayed };
}

export function dropExpired(queue: Queue, now: number): void {
  for (const message of queue.messages.values()) {
    if (isExpired(queue, message, now)) queue.messages.delete(message.id);
  }
}

/** Whether the retention period of a message is over. */
export const isExpired = (queue: Queue, { sentAt }: Message, now: number): boolean =>
  sentAt < now - numberOf(queue, 'MessageRetentionPeriod') * 1000;

/** Where messages go that were received too often; `undefined` when the queue has no redrive policy. */
export function redrivePolicy(queue: Queue): { target: string; maxReceives: number } | undefined {
  const policy = parsed(queue.attributes.get('RedrivePolicy'));
  const target = policy?.deadLetterTargetArn;
  if (typeof target !== 'string') return undefined;
  return { target, maxReceives: Number(policy?.maxReceiveCount ?? 10) || 10 };
}

export function parsed(json: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json ?? '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
