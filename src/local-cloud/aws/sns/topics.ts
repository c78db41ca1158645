import { AwsError } from '../../aws-error.ts';
import type { Cloud, Properties, Resource } from '../../contract.ts';
import { compilePattern, type EventMatcher } from '../../event-pattern.ts';

/** A subscription of the templates, of its own or inside of a topic. */
export interface Subscription {
  arn: string;
  topicArn: string;
  protocol: string;
  endpoint: string;
  raw: boolean;
  matches?: EventMatcher;
  filterScope: 'MessageAttributes' | 'MessageBody';
  deadLetterQueue?: string;
}

/** @throws AwsError NotFound */
export function topicAt(cloud: Cloud, arn: unknown): Resource {
  const topic = cloud.model.find(String(arn ?? ''), 'AWS::SNS::Topic');
  if (topic) return topic;
  throw new AwsError('NotFound', 'Topic does not exist', 404);
}

export function subscriptionsOf(cloud: Cloud, topic: Resource): Subscription[] {
  const inline: Properties[] = topic.properties.Subscription ?? [];
  const own = cloud.model
    .byType('AWS::SNS::Subscription')
    .filter(({ properties }) => properties.TopicArn === topic.arn);
  return [
    ...inline.map((properties, at) => subscription(`${topic.arn}:inline-${at}`, topic.arn, properties)),
    ...own.map(({ arn, properties }) => subscription(arn, topic.arn, properties)),
  ];
}

function subscription(arn: string, topicArn: string, properties: Properties): Subscription {
  const { FilterPolicy, FilterPolicyScope, RawMessageDelivery, RedrivePolicy } = properties;
  return {
    arn,
    topicArn,
    protocol: String(properties.Protocol),
    endpoint: String(properties.Endpoint),
    raw: String(RawMessageDelivery) === 'true',
    matches: FilterPolicy === undefined ? undefined : matcher(FilterPolicy),
    filterScope: FilterPolicyScope === 'MessageBody' ? 'MessageBody' : 'MessageAttributes',
    deadLetterQueue: RedrivePolicy?.deadLetterTargetArn,
  };
}

/** Filter policies are written as event patterns are (SNS developer guide, "Subscription filter policies", 2026). */
function matcher(policy: unknown): EventMatcher {
  try {
    return compilePattern(policy);
  } catch {
    return () => false;
  }
}
