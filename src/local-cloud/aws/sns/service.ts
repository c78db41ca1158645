/** SNS: messages of the templates' topics go to queues, functions and, as a line of the console, to mail addresses. */
import type { AwsRequest, AwsResponse, Cloud, RunningService, Service } from '../../contract.ts';
import { jsonAnswer, jsonInput, operationOf } from '../protocol/json.ts';
import { isQuery, queryAnswer, queryInput } from '../protocol/query.ts';
import type { Mail } from './mail.ts';
import type { Notification } from './message.ts';
import { topicOperations } from './operations.ts';
import { subscriptionsOf } from './topics.ts';

/** SNS API reference, 2010-03-31: the Query protocol. */
const namespace = 'http://sns.amazonaws.com/doc/2010-03-31/';

export const sns: Service = {
  name: 'sns',
  supports: {
    'AWS::SNS::Topic': {
      inert: ['DisplayName', 'KmsMasterKeyId', 'SignatureVersion', 'Tags', 'TracingConfig'],
      ignored: {
        ArchivePolicy: 'messages are not archived',
        DataProtectionPolicy: 'messages are not searched for personal data',
        ContentBasedDeduplication: 'the topic takes in every message; its FIFO queues deduplicate',
      },
    },
    'AWS::SNS::Subscription': {
      ignored: {
        DeliveryPolicy: 'a delivery is tried once',
        ReplayPolicy: 'messages are not archived',
        SubscriptionRoleArn: 'nothing is delivered to Firehose',
      },
    },
  },
  start: async (cloud) => startSns(cloud),
};

function startSns(cloud: Cloud): RunningService {
  const recent: Notification[] = [];
  const outbox: Mail[] = [];
  const operations = topicOperations(cloud, recent, outbox);
  // Other rooms call in JSON; clients of the SDK send forms.
  const serve = async (request: AwsRequest): Promise<AwsResponse> => {
    if (!isQuery(request)) {
      return jsonAnswer('1.0', await operationOf(operations, request.action)(jsonInput(request), request));
    }
    const form = queryInput(request);
    const action = request.action || String(form.Action ?? '');
    const output = await operationOf(operations, action)(form, request);
    return queryAnswer({ ...request, action }, namespace, output as object);
  };
  return {
    deploy: async () => {},
    aws: { sns: serve },
    reset: async () => {
      recent.length = 0;
      outbox.length = 0;
    },
    snapshot: async () => ({
      topics: cloud.model.byType('AWS::SNS::Topic').map((topic) => ({
        arn: topic.arn,
        subscriptions: subscriptionsOf(cloud, topic).map(({ protocol, endpoint }) => ({
          protocol,
          endpoint,
        })),
        messages: recent.filter(({ topicArn }) => topicArn === topic.arn).slice(-20),
      })),
      mail: [...outbox].reverse(),
    }),
    close: async () => {},
  };
}
