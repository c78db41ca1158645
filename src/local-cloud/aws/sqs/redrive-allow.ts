import { badValue } from './errors.ts';
import { parsed, type Queue } from './queue.ts';

/** SQS API reference, SetQueueAttributes, `RedriveAllowPolicy`, 2026. */
const permissions = ['allowAll', 'denyAll', 'byQueue'];
const mostSources = 10;

/** Whether a document is a `RedriveAllowPolicy`: only `byQueue` comes with sources, at most ten. */
export function isRedriveAllowPolicy(document: Record<string, unknown> | undefined): boolean {
  const { redrivePermission, sourceQueueArns } = document ?? {};
  if (!permissions.includes(String(redrivePermission))) return false;
  if (redrivePermission !== 'byQueue') return sourceQueueArns === undefined;
  return (
    Array.isArray(sourceQueueArns) && sourceQueueArns.length > 0 && sourceQueueArns.length <= mostSources
  );
}

/**
 * Checks that the dead-letter queue of a `RedrivePolicy` takes messages of the queue.
 * @throws AwsError InvalidAttributeValue
 */
export function checkRedrive(
  queues: ReadonlyMap<string, Queue>,
  arn: string,
  policy: string | undefined,
): void {
  const target = queues.get(String(parsed(policy)?.deadLetterTargetArn));
  if (!target || takes(target, arn)) return;
  throw badValue('RedrivePolicy', `The RedriveAllowPolicy of ${target.name} does not allow ${arn}.`);
}

function takes({ attributes }: Queue, source: string): boolean {
  const { redrivePermission = 'allowAll', sourceQueueArns } =
    parsed(attributes.get('RedriveAllowPolicy')) ?? {};
  if (redrivePermission !== 'byQueue') return redrivePermission === 'allowAll';
  return Array.isArray(sourceQueueArns) && sourceQueueArns.includes(source);
}
