import type { Cloud } from '../contract.ts';
import { callJson } from '../gateway/aws/call.ts';
import { newTraceId } from '../trace.ts';
import type { Message, Sent } from './views.ts';

/** What cannot be done, in a sentence for the person at the page. */
export class Refused extends Error {}

/**
 * Puts a message as the developer does, through the same room as any client.
 * @throws Refused with the service's own words
 */
export async function sendMessage(cloud: Cloud, message: Message): Promise<Sent> {
  const { service, action, input } = callOf(message);
  const [, , , region = ''] = message.arn.split(':');
  const traceId = newTraceId();
  const response = await callJson(
    cloud,
    { service, region, caller: {}, traceId },
    action,
    JSON.stringify(input),
  );
  const output = JSON.parse(String(response.body || '{}'));
  if (response.status >= 400)
    throw new Refused(output.message ?? output.Message ?? output.__type ?? 'It was refused.');
  const failed = output.Entries?.find(({ ErrorCode }: { ErrorCode?: string }) => ErrorCode);
  if (failed) throw new Refused(failed.ErrorMessage ?? failed.ErrorCode);
  const id = output.MessageId ?? output.SequenceNumber ?? output.Entries?.[0]?.EventId ?? '';
  return { traceId, text: `${action} answered ${id}`.trim() };
}

function callOf(message: Message): { service: string; action: string; input: object } {
  const name = message.arn.split(/[:/]/).at(-1)!;
  switch (message.to) {
    case 'queue': {
      const { body, groupId } = message;
      const fifo = groupId
        ? { MessageGroupId: groupId, MessageDeduplicationId: `console-${Date.now()}` }
        : {};
      const [, , , region, account] = message.arn.split(':');
      const QueueUrl = `https://sqs.${region}.amazonaws.com/${account}/${name}`;
      return { service: 'sqs', action: 'SendMessage', input: { QueueUrl, MessageBody: body, ...fifo } };
    }
    case 'stream': {
      const { body, partitionKey, arn } = message;
      const Data = Buffer.from(body).toString('base64');
      return {
        service: 'kinesis',
        action: 'PutRecord',
        input: { StreamARN: arn, PartitionKey: partitionKey, Data },
      };
    }
    case 'bus': {
      const { source: Source, detailType: DetailType, body: Detail, arn: EventBusName } = message;
      return {
        service: 'events',
        action: 'PutEvents',
        input: { Entries: [{ Source, DetailType, Detail, EventBusName }] },
      };
    }
    case 'topic':
      return { service: 'sns', action: 'Publish', input: { TopicArn: message.arn, Message: message.body } };
    default:
      throw new Refused('There is no such kind of message.');
  }
}
