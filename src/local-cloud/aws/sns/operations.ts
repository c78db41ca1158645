import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, Cloud, Properties, Resource } from '../../contract.ts';
import type { Operations } from '../protocol/json.ts';
import { queryList } from '../protocol/query.ts';
import { fanOut } from './deliver.ts';
import type { Mail } from './mail.ts';
import { type Notification, notification } from './message.ts';
import { type Subscription, subscriptionsOf, topicAt } from './topics.ts';

const keptMessages = 100;

/** Publishing, and looking at topics. Topics and subscriptions come from the templates alone. */
export function topicOperations(cloud: Cloud, recent: Notification[], outbox: Mail[]): Operations {
  const publish = (topic: Resource, input: Properties, { traceId }: AwsRequest): Properties => {
    const published = notification(topic.arn, input, Date.now());
    recent.push(published);
    if (recent.length > keptMessages) recent.shift();
    fanOut(cloud, outbox, subscriptionsOf(cloud, topic), published, traceId);
    return { MessageId: published.id };
  };
  const allowed = (arn: unknown, { caller }: AwsRequest, action: string): Resource => {
    const topic = topicAt(cloud, arn);
    cloud.authorize(caller, `sns:${action}`, topic.arn);
    return topic;
  };
  return {
    Publish: (input, request) =>
      publish(allowed(input.TopicArn ?? input.TargetArn, request, 'Publish'), input, request),
    PublishBatch: (input, request) => {
      const topic = allowed(input.TopicArn, request, 'Publish');
      const successful: Properties[] = [];
      const failed: Properties[] = [];
      for (const entry of entriesOf(input.PublishBatchRequestEntries)) {
        try {
          successful.push({ Id: entry.Id, ...publish(topic, entry, request) });
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          const { code: Code, message: Message } = error;
          failed.push({ Id: entry.Id, Code, Message, SenderFault: true });
        }
      }
      return { Successful: { member: successful }, Failed: { member: failed } };
    },
    ListTopics: (_, { caller }) => {
      cloud.authorize(caller, 'sns:ListTopics', '*');
      return {
        Topics: { member: cloud.model.byType('AWS::SNS::Topic').map(({ arn }) => ({ TopicArn: arn })) },
      };
    },
    ListSubscriptionsByTopic: (input, request) => {
      const topic = allowed(input.TopicArn, request, 'ListSubscriptionsByTopic');
      return { Subscriptions: { member: subscriptionsOf(cloud, topic).map((each) => listed(each, topic)) } };
    },
    GetTopicAttributes: (input, request) => {
      const topic = allowed(input.TopicArn, request, 'GetTopicAttributes');
      const attributes = {
        TopicArn: topic.arn,
        Owner: topic.account,
        DisplayName: String(topic.properties.DisplayName ?? ''),
        SubscriptionsConfirmed: String(subscriptionsOf(cloud, topic).length),
      };
      return { Attributes: { entry: Object.entries(attributes).map(([key, value]) => ({ key, value })) } };
    },
  };
}

function entriesOf(given: Properties | undefined): Properties[] {
  const entries = Array.isArray(given) ? given : queryList(given?.member);
  if (entries.length === 0) throw new AwsError('EmptyBatchRequest', 'The batch request has no entries.');
  if (entries.length <= 10) return entries;
  throw new AwsError(
    'TooManyEntriesInBatchRequest',
    'The batch request contains more entries than permissible.',
  );
}

const listed = (
  { arn, protocol, endpoint }: Subscription,
  { arn: TopicArn, account }: Resource,
): Properties => ({
  SubscriptionArn: arn,
  Owner: account,
  Protocol: protocol,
  Endpoint: endpoint,
  TopicArn,
});
