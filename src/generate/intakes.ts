/**
 * What API Gateway can store requests in (pattern 6). Each has a part `intake-<value>`, one for each kind of API that can
 * call it, `intake-<value>-<api>`, and shares others.
 */
export const intakes = [
  {
    value: 'sqs',
    title: 'SQS queue',
    description: 'cheapest, each order worked off by itself',
    http: true,
    shares: ['work-queue', 'message'],
  },
  {
    value: 'sqs-fifo',
    title: 'SQS FIFO queue',
    description: 'the orders of each customer are worked off in their order',
    http: true,
    shares: ['work-queue', 'message'],
  },
  {
    value: 'kinesis',
    title: 'Kinesis stream',
    description: 'order for each customer, and several readers that can go back in time',
    http: true,
    shares: ['failure-queue'],
  },
] as const satisfies readonly Intake[];

interface Intake {
  value: string;
  title: string;
  /** When to take it. */
  description: string;
  /** Whether an HTTP API has a first-class integration for it; a REST API can store in all of them. */
  http: boolean;
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

/** Why an HTTP API cannot be had with an intake, as a full sentence; an empty array when it can. */
export function httpIntakeFaults(api: string, intake: unknown): string[] {
  const chosen = intakes.find(({ value }) => value === intake);
  if (api !== 'http' || !chosen || chosen.http) return [];
  const able = intakes.filter(({ http }) => http).map(({ value }) => value);
  return [
    `--api http cannot store in ${intake}, which no HTTP API calls by itself. Take --api rest, or one of --intake ${able.join(', ')}.`,
  ];
}
