/**
 * What API Gateway can store requests in (pattern 6). Each has a part `intake-<value>`, one for each kind of API that can
 * call it, `intake-<value>-<api>`, and shares others.
 */
export const intakes = [
  {
    value: 'sqs',
    title: 'SQS queue',
    description: 'cheapest, each order worked off by itself',
    shares: ['work-queue', 'message'],
  },
  {
    value: 'sqs-fifo',
    title: 'SQS FIFO queue',
    description: 'the orders of each customer are worked off in their order',
    shares: ['work-queue', 'message'],
  },
  {
    value: 'kinesis',
    title: 'Kinesis stream',
    description: 'order for each customer, and several readers that can go back in time',
    shares: ['failure-queue'],
  },
  {
    value: 'eventbridge',
    title: 'EventBridge bus',
    description: 'others listen to new orders too; the worker has a queue behind the bus',
    shares: ['work-queue'],
  },
] as const satisfies readonly Intake[];

interface Intake {
  value: string;
  title: string;
  /** When to take it. */
  description: string;
  /** Parts that it has in common with others, for both kinds of API or with `-<api>` behind the name. */
  shares: readonly (keyof typeof sharedParts)[];
}

const sharedParts = {
  'work-queue': (): string => 'work-queue',
  'failure-queue': (): string => 'failure-queue',
  message: (api: string): string => `message-${api}`,
};

type IntakeValue = (typeof intakes)[number]['value'];

/** The parts of an intake behind a kind of API. */
export function intakeLayers(intake: IntakeValue, api: 'http' | 'rest'): string[] {
  const { shares } = intakes.find(({ value }) => value === intake)!;
  const shared = shares.map((name) => sharedParts[name](api));
  return [`intake-${api}`, ...shared, `intake-${intake}`, `intake-${intake}-${api}`];
}
