import type { Properties } from '../../contract.ts';
import { counts, type Queue } from './queue.ts';
import type { Room } from './store.ts';

/** All attributes of a queue as GetQueueAttributes gives them. Times are in seconds. */
export function describeQueue({ cloud, clock }: Room, queue: Queue): Record<string, string> {
  const { visible, inFlight, delayed } = counts(queue, clock.now());
  const policy = policyOf(cloud.model.byType('AWS::SQS::QueuePolicy'), cloud.model, queue);
  return {
    ...(policy ? { Policy: policy } : {}),
    ...Object.fromEntries(queue.attributes),
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1000)),
  };
}

/** The policy that a template attaches to the queue. */
function policyOf(
  policies: { properties: Properties }[],
  model: Room['cloud']['model'],
  { arn }: Queue,
): string | undefined {
  const own = policies.find(({ properties }) =>
    (properties.Queues ?? []).some((url: string) => model.find(url, 'AWS::SQS::Queue')?.arn === arn),
  );
  return own && JSON.stringify(own.properties.PolicyDocument);
}
