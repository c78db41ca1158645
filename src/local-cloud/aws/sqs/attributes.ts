import { AwsError } from '../../aws-error.ts';
import type { Properties } from '../../contract.ts';
import { badValue } from './errors.ts';
import { parsed } from './queue.ts';
import { isRedriveAllowPolicy } from './redrive-allow.ts';

/** Limits and defaults of numeric attributes (SQS API reference, CreateQueue, 2026). */
const numbers: Record<string, { min: number; max: number; initial: number }> = {
  DelaySeconds: { min: 0, max: 900, initial: 0 },
  MaximumMessageSize: { min: 1024, max: 1_048_576, initial: 1_048_576 },
  MessageRetentionPeriod: { min: 60, max: 1_209_600, initial: 345_600 },
  ReceiveMessageWaitTimeSeconds: { min: 0, max: 20, initial: 0 },
  VisibilityTimeout: { min: 0, max: 43_200, initial: 30 },
  KmsDataKeyReusePeriodSeconds: { min: 60, max: 86_400, initial: 300 },
};

const choices: Record<string, readonly string[]> = {
  ContentBasedDeduplication: ['true', 'false'],
  DeduplicationScope: ['queue', 'messageGroup'],
  FifoQueue: ['true', 'false'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
  SqsManagedSseEnabled: ['true', 'false'],
};

const documents = ['Policy', 'RedriveAllowPolicy', 'RedrivePolicy'];
const fifoOnly = ['ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'];

/** What a new queue has before its own attributes. */
export function defaults(fifo: boolean): Map<string, string> {
  const { KmsDataKeyReusePeriodSeconds: _, ...shown } = numbers;
  return new Map<string, string>([
    ...Object.entries(shown).map(([name, { initial }]): [string, string] => [name, String(initial)]),
    ['SqsManagedSseEnabled', 'true'],
    ...(fifo
      ? ([
          ['FifoQueue', 'true'],
          ['ContentBasedDeduplication', 'false'],
          ['DeduplicationScope', 'queue'],
          ['FifoThroughputLimit', 'perQueue'],
        ] as const)
      : []),
  ]);
}

/**
 * Checks attributes of CreateQueue or SetQueueAttributes.
 * @throws AwsError InvalidAttributeName, InvalidAttributeValue
 */
export function checkAttributes(given: Properties, fifo: boolean): Map<string, string> {
  const checked = new Map<string, string>();
  for (const [name, raw] of Object.entries(given)) {
    const value = String(raw);
    if (!isKnown(name)) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
    if (!fifo && fifoOnly.includes(name)) throw forFifo(name);
    if (!isValid(name, value)) throw badValue(name);
    checked.set(name, value);
  }
  return checked;
}

const isKnown = (name: string) =>
  name in numbers || name in choices || documents.includes(name) || name === 'KmsMasterKeyId';

function forFifo(name: string): AwsError {
  const message =
    name === 'ContentBasedDeduplication'
      ? `Unknown Attribute ${name}.`
      : `You can specify the ${name} only when FifoQueue is set to true.`;
  return new AwsError('InvalidAttributeName', message);
}

function isValid(name: string, value: string): boolean {
  const range = numbers[name];
  if (range) return /^\d+$/.test(value) && Number(value) >= range.min && Number(value) <= range.max;
  if (name in choices) return choices[name]!.includes(value);
  if (!documents.includes(name) || value === '') return true;
  const document = parsed(value);
  if (name === 'RedriveAllowPolicy') return isRedriveAllowPolicy(document);
  if (name === 'Policy') return document !== undefined;
  const maxReceives = Number(document?.maxReceiveCount ?? 10);
  const isCount = Number.isInteger(maxReceives) && maxReceives >= 1 && maxReceives <= 1000;
  return isCount && /^arn:[^:]+:sqs:/.test(String(document?.deadLetterTargetArn));
}

/** The attributes of an `AWS::SQS::Queue`, in the text form of the API. */
export function templateAttributes(properties: Properties): Map<string, string> {
  const found = Object.entries(properties).filter(([name]) => isKnown(name));
  return new Map(
    found.map(([name, value]): [string, string] => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  );
}
