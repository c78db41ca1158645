import type { Draft } from './option.ts';

/**
 * What API Gateway can store requests in (pattern 6). Each has a part `intake-<value>`, one for each kind of API that can
 * call it, `intake-<value>-<api>`, and shares others.
 */
export const intakes = [
  {
    value: 'sqs',
    title: 'SQS queue',
    description: 'cheapest, each order worked off by itself',
    shares: ['unseen', 'work-queue', 'message'],
  },
  {
    value: 'sqs-fifo',
    title: 'SQS FIFO queue',
    description: 'the orders of each customer are worked off in their order',
    shares: ['unseen', 'work-queue', 'message'],
  },
  {
    value: 'kinesis',
    title: 'Kinesis stream',
    description: 'order for each customer, and several readers that can go back in time',
    shares: ['unseen', 'failure-queue'],
  },
  {
    value: 'eventbridge',
    title: 'EventBridge bus',
    description: 'others listen to new orders too; the worker has a queue behind the bus',
    shares: ['unseen', 'work-queue', 'json-text', 'order-text'],
  },
  {
    value: 'stepfunctions',
    title: 'Step Functions',
    description: 'each order is a workflow that can be watched, redriven and extended by further steps',
    shares: ['unseen', 'json-text', 'order-text'],
  },
  {
    value: 'dynamodb',
    title: 'DynamoDB table',
    description: 'what waits can be looked up at once; REST APIs only',
    shares: ['failure-queue', 'json-text'],
    restOnly: 'DynamoDB',
  },
  {
    value: 's3',
    title: 'S3 bucket',
    description: 'bodies of up to 10 MB; REST APIs only',
    shares: ['unseen', 'work-queue', 'objects'],
    restOnly: 'S3',
  },
  {
    value: 'firehose',
    title: 'Firehose stream into S3',
    description: 'cheapest for very many, a minute late; REST APIs only',
    shares: ['unseen', 'work-queue', 'objects', 'json-text'],
    restOnly: 'Firehose',
  },
] as const satisfies readonly Intake[];

interface Intake {
  value: string;
  title: string;
  /** When to take it. */
  description: string;
  /** Parts that it has in common with others, for both kinds of API or with `-<api>` behind the name. */
  shares: readonly (keyof typeof sharedParts)[];
  /** The service that HTTP APIs have no integration with (API Gateway developer guide, "Integration subtype reference", 2026). */
  restOnly?: string;
}

const sharedParts = {
  'work-queue': (): string[] => ['work-queue'],
  'failure-queue': (): string[] => ['failure-queue'],
  objects: (): string[] => ['objects'],
  message: (api: string): string[] => [`message-${api}`],
  'order-text': (api: string): string[] => [`order-text-${api}`],
  unseen: (): string[] => ['unseen'],
  // An HTTP API maps no text.
  'json-text': (api: string): string[] => (api === 'rest' ? ['json-text'] : []),
};

type IntakeValue = (typeof intakes)[number]['value'];

/** The parts of an intake behind a kind of API. */
export function intakeLayers(intake: IntakeValue, api: 'http' | 'rest'): string[] {
  const { shares } = intakes.find(({ value }) => value === intake)!;
  const shared = shares.flatMap((name) => sharedParts[name](api));
  return [`intake-${api}`, ...shared, `intake-${intake}`, `intake-${intake}-${api}`];
}

/** Why a kind of API cannot store in the intake; nothing when it can. */
export function apiFaults(api: string, { intake }: Draft): string[] {
  const { restOnly } = allIntakes.find(({ value }) => value === intake) ?? {};
  if (api !== 'http' || !restOnly) return [];
  const others = allIntakes.filter((each) => !each.restOnly).map(({ value }) => value);
  return [
    `--intake ${intake} needs a REST API, as HTTP APIs have no integration with ${restOnly}. Give --api rest, or another intake: ${others.join(', ')}.`,
  ];
}

/** What to know of a choice before it is deployed, as sentences. */
export function cautionsOf({ api, intake }: Draft): string[] {
  if (api !== 'http' || intake !== 'eventbridge') return [];
  return [
    'A 202 of this API may mean that nothing was stored: EventBridge answers 200 to what it refuses, and an HTTP API does not look into that. Clients have to check FailedEntryCount of the body; with --api rest the API does.',
  ];
}

const allIntakes: readonly Intake[] = intakes;
