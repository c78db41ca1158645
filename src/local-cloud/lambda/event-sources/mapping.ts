import type { Resource, StreamSource } from '../../contract.ts';
import { compilePattern, type EventMatcher } from '../../event-pattern.ts';

/** A record of a source in Lambda's shape. */
export type SourceRecord = Awaited<ReturnType<StreamSource['read']>>['records'][number];

/** `AWS::Lambda::EventSourceMapping` with Lambda's defaults filled in (API reference, CreateEventSourceMapping, 2026). */
export interface Mapping {
  id: string;
  /** Name under which its positions in streams are kept. */
  checkpoint: string;
  /** What `Ref` gives, and Lambda calls the mapping. */
  uuid: string;
  sourceArn: string;
  region: string;
  kind: 'sqs' | 'kinesis' | 'dynamodb';
  functionName: string;
  batchSize: number;
  windowMs: number;
  /** The function reports failed items of a batch. */
  partial: boolean;
  filters: { match: EventMatcher; pattern: Record<string, unknown> }[];
  /** How many batches of a queue run at a time; AWS begins with five. */
  maxConcurrency: number;
  startingPosition: 'TRIM_HORIZON' | 'LATEST';
  /** Records before this time are passed over, in milliseconds since the epoch. */
  startingTimestamp?: number;
  parallelizationFactor: number;
  bisect: boolean;
  /** Infinity when records are tried until they are too old. */
  maxRetries: number;
  maxAgeMs: number;
  onFailure?: string;
}

/** Reads a mapping; `undefined` for sources other than SQS, Kinesis and DynamoDB. Throws `InvalidPatternError` for bad filters. */
export function readMapping(resource: Resource): Mapping | undefined {
  const { path, ref, region, properties } = resource;
  const sourceArn = String(properties.EventSourceArn);
  const kind = sourceArn.split(':')[2];
  if (kind !== 'sqs' && kind !== 'kinesis' && kind !== 'dynamodb') return undefined;
  const timestamp = Number(properties.StartingPositionTimestamp);
  return {
    id: path,
    checkpoint: checkpointOf(resource),
    uuid: ref,
    sourceArn,
    region,
    kind,
    functionName: String(properties.FunctionName),
    batchSize: Number(properties.BatchSize) || (kind === 'sqs' ? 10 : 100),
    windowMs: (Number(properties.MaximumBatchingWindowInSeconds) || 0) * 1000,
    partial: (properties.FunctionResponseTypes ?? []).includes('ReportBatchItemFailures'),
    filters: readFilters(properties.FilterCriteria?.Filters ?? []),
    maxConcurrency: Number(properties.ScalingConfig?.MaximumConcurrency) || 5,
    startingPosition: properties.StartingPosition === 'LATEST' ? 'LATEST' : 'TRIM_HORIZON',
    startingTimestamp:
      properties.StartingPosition === 'AT_TIMESTAMP' && timestamp ? timestamp * 1000 : undefined,
    parallelizationFactor: Number(properties.ParallelizationFactor) || 1,
    bisect: properties.BisectBatchOnFunctionError === true,
    maxRetries: limit(properties.MaximumRetryAttempts),
    maxAgeMs: limit(properties.MaximumRecordAgeInSeconds) * 1000,
    onFailure: properties.DestinationConfig?.OnFailure?.Destination,
  };
}

/**
 * Holds all whose change makes CloudFormation replace a mapping, which then begins anew; other changes, `Enabled` among them,
 * leave it at its place (CloudFormation, `AWS::Lambda::EventSourceMapping`, "Update requires: Replacement", 2026).
 */
export function checkpointOf({ path, properties }: Resource): string {
  const { EventSourceArn, StartingPosition = '', StartingPositionTimestamp = '' } = properties;
  return [path, EventSourceArn, StartingPosition, StartingPositionTimestamp].join(' ').trim();
}

function readFilters(filters: { Pattern?: string }[]): Mapping['filters'] {
  return filters.map(({ Pattern = '{}' }) => ({
    match: compilePattern(Pattern),
    pattern: JSON.parse(Pattern),
  }));
}

/** -1 and absence stand for no limit. */
function limit(value: unknown): number {
  const number = Number(value ?? -1);
  return number < 0 ? Number.POSITIVE_INFINITY : number;
}
