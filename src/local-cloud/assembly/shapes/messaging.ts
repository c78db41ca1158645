import { physicalName } from '../identifiers.ts';
import { arn, named, type Shapes, type Subject, seedOf, text, urlSuffix, uuidOf } from '../shape.ts';

const isTrue = (value: unknown) => value === true || value === 'true';

/** Queue names are at most 80 characters; a FIFO queue's ends in `.fifo` (SQS Developer Guide, quotas). */
const queue = (s: Subject) => {
  const given = text(s, 'QueueName');
  if (given !== undefined) return given;
  return isTrue(s.property('FifoQueue'))
    ? `${physicalName(s.stack, s.logicalId, seedOf(s), 75)}.fifo`
    : physicalName(s.stack, s.logicalId, seedOf(s), 80);
};
const queueUrl = (s: Subject) => `https://sqs.${s.region}.${urlSuffix(s.region)}/${s.account}/${queue(s)}`;
const queueArn = (s: Subject) => arn(s, 'sqs', queue(s));

const stream = named('Name', 128);
const streamArn = (s: Subject) => arn(s, 'kinesis', `stream/${stream(s)}`);
const consumerArn = (s: Subject) => `${text(s, 'StreamARN')}/consumer/${text(s, 'ConsumerName')}:1767225600`;

const topic = (s: Subject) => {
  const given = text(s, 'TopicName');
  const suffix = isTrue(s.property('FifoTopic')) ? '.fifo' : '';
  return given ?? physicalName(s.stack, s.logicalId, seedOf(s), 256 - suffix.length) + suffix;
};
const topicArn = (s: Subject) => arn(s, 'sns', topic(s));
const subscriptionArn = (s: Subject) => `${text(s, 'TopicArn')}:${uuidOf(s)}`;

const bus = named('Name', 256);
const busArn = (s: Subject) => arn(s, 'events', `event-bus/${bus(s)}`);
const rule = named('Name', 64);
const ruleBus = (s: Subject) => {
  const name = text(s, 'EventBusName')?.split('/').at(-1);
  return name === undefined || name === 'default' ? undefined : name;
};
const ruleArn = (s: Subject) => arn(s, 'events', `rule/${ruleBus(s) ? `${ruleBus(s)}/` : ''}${rule(s)}`);

const machine = named('StateMachineName', 80);
const machineArn = (s: Subject) => arn(s, 'states', `stateMachine:${machine(s)}`);
const delivery = named('DeliveryStreamName', 64);
const deliveryArn = (s: Subject) => arn(s, 'firehose', `deliverystream/${delivery(s)}`);

/** A type with a name, and an ARN of the form `<service>:<prefix><name>`. */
const simple = (property: string, max: number, service: string, prefix: string) => {
  const ref = named(property, max);
  const itsArn = (s: Subject) => arn(s, service, prefix + ref(s));
  return { ref, arn: itsArn, attributes: { Arn: itsArn } };
};

export const messaging: Shapes = {
  'AWS::SQS::Queue': {
    ref: queueUrl,
    arn: queueArn,
    attributes: { Arn: queueArn, QueueName: queue, QueueUrl: queueUrl },
  },
  'AWS::Kinesis::Stream': { ref: stream, arn: streamArn, attributes: { Arn: streamArn } },
  'AWS::Kinesis::StreamConsumer': {
    ref: consumerArn,
    arn: consumerArn,
    attributes: {
      ConsumerARN: consumerArn,
      ConsumerName: (s) => text(s, 'ConsumerName'),
      ConsumerStatus: () => 'ACTIVE',
      ConsumerCreationTimestamp: () => '1767225600',
      StreamARN: (s) => text(s, 'StreamARN'),
    },
  },
  'AWS::SNS::Topic': { ref: topicArn, arn: topicArn, attributes: { TopicArn: topicArn, TopicName: topic } },
  'AWS::SNS::Subscription': {
    ref: subscriptionArn,
    arn: subscriptionArn,
    attributes: { Arn: subscriptionArn },
  },
  'AWS::Events::EventBus': { ref: bus, arn: busArn, attributes: { Arn: busArn, Name: bus } },
  // On a bus of its own, Ref is `<bus>|<rule>`.
  'AWS::Events::Rule': {
    ref: (s) => (ruleBus(s) ? `${ruleBus(s)}|${rule(s)}` : rule(s)),
    arn: ruleArn,
    attributes: { Arn: ruleArn },
  },
  'AWS::Events::Archive': {
    ...simple('ArchiveName', 48, 'events', 'archive/'),
    attributes: {
      Arn: (s) => arn(s, 'events', `archive/${named('ArchiveName', 48)(s)}`),
      ArchiveName: named('ArchiveName', 48),
    },
  },
  'AWS::Events::Connection': simple('Name', 64, 'events', 'connection/'),
  'AWS::Events::ApiDestination': simple('Name', 64, 'events', 'api-destination/'),
  'AWS::Pipes::Pipe': simple('Name', 64, 'pipes', 'pipe/'),
  'AWS::Scheduler::ScheduleGroup': simple('Name', 64, 'scheduler', 'schedule-group/'),
  'AWS::Scheduler::Schedule': {
    ref: named('Name', 64),
    arn: (s) => arn(s, 'scheduler', `schedule/${text(s, 'GroupName') ?? 'default'}/${named('Name', 64)(s)}`),
    attributes: {
      Arn: (s) =>
        arn(s, 'scheduler', `schedule/${text(s, 'GroupName') ?? 'default'}/${named('Name', 64)(s)}`),
    },
  },
  'AWS::StepFunctions::StateMachine': {
    ref: machineArn,
    arn: machineArn,
    attributes: { Arn: machineArn, Name: machine, StateMachineRevisionId: uuidOf },
  },
  'AWS::KinesisFirehose::DeliveryStream': {
    ref: delivery,
    arn: deliveryArn,
    attributes: { Arn: deliveryArn },
  },
};
