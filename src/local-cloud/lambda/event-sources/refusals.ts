import type { Cloud } from '../../contract.ts';
import type { Target } from '../functions.ts';
import type { Mapping } from './mapping.ts';

/**
 * What the function's role must be allowed on the source (Lambda guide, "Execution role permissions", 2026). Of Kinesis the
 * guide names `ListStreams` too; Lambda makes mappings whose role lacks it.
 */
const needed = {
  sqs: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  kinesis: ['kinesis:DescribeStream', 'kinesis:GetShardIterator', 'kinesis:GetRecords', 'kinesis:ListShards'],
  dynamodb: [
    'dynamodb:DescribeStream',
    'dynamodb:GetShardIterator',
    'dynamodb:GetRecords',
    'dynamodb:ListStreams',
  ],
} as const;

/**
 * Checks what Lambda checks when a mapping is made.
 * @throws AwsError for a right that the role lacks, Error for settings that Lambda refuses
 */
export function checkMapping(cloud: Cloud, mapping: Mapping, { fn }: Target): void {
  // The rights are on the stream where a mapping names a consumer of it.
  const sourceArn = mapping.sourceArn.split('/consumer/')[0]!;
  const caller = { roleArn: fn.roleArn, session: fn.name, sourceArn: fn.arn };
  for (const action of needed[mapping.kind]) cloud.authorize(caller, action, sourceArn);
  if (mapping.kind === 'sqs') checkQueue(cloud, mapping, fn.timeoutMs / 1000);
}

/** Lambda guide, "Creating and configuring an Amazon SQS event source mapping", 2026; API reference, CreateEventSourceMapping. */
function checkQueue({ model }: Cloud, { sourceArn, batchSize, windowMs }: Mapping, timeout: number): void {
  if (sourceArn.endsWith('.fifo')) {
    if (batchSize > 10)
      throw new Error(`Lambda refuses a BatchSize of ${batchSize} for a FIFO queue: at most 10.`);
    if (windowMs > 0) throw new Error('Lambda refuses a batching window for a FIFO queue.');
  } else if (batchSize > 10 && windowMs === 0) {
    throw new Error(
      `Lambda refuses a BatchSize of ${batchSize} without MaximumBatchingWindowInSeconds: at most 10.`,
    );
  }
  const queue = model.find(sourceArn, 'AWS::SQS::Queue');
  const visibility = Number(queue?.properties.VisibilityTimeout ?? 30);
  if (queue && visibility < timeout) {
    throw new Error(
      `Lambda refuses it: the queue's VisibilityTimeout, ${visibility} seconds, is less than the function's timeout, ${timeout}.`,
    );
  }
}
