import type { Service } from './contract.ts';

/** A room as the start sees it: loaded only when the model holds one of `types`. */
export interface Room {
  name: string;
  /** Resource types that wake the room. `'*'` wakes it always. */
  types: readonly string[];
  load(): Promise<Service>;
}

/**
 * The rooms of the local cloud, in the order in which they start and deploy. A room that others call while they
 * deploy stands before them.
 */
export const rooms: readonly Room[] = [
  { name: 'iam', types: ['*'], load: async () => (await import('./iam/service.ts')).iam },
  {
    name: 's3',
    types: ['AWS::S3::Bucket'],
    load: async () => (await import('./aws/s3/service.ts')).s3,
  },
  {
    name: 'dynamodb',
    types: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'],
    load: async () => (await import('./aws/dynamodb/service.ts')).dynamodb,
  },
  {
    name: 'sqs',
    types: ['AWS::SQS::Queue'],
    load: async () => (await import('./aws/sqs/service.ts')).sqs,
  },
  {
    name: 'kinesis',
    types: ['AWS::Kinesis::Stream'],
    load: async () => (await import('./aws/kinesis/service.ts')).kinesis,
  },
  {
    name: 'events',
    types: ['AWS::Events::EventBus', 'AWS::Events::Rule'],
    load: async () => (await import('./aws/events/service.ts')).events,
  },
  {
    name: 'sns',
    types: ['AWS::SNS::Topic'],
    load: async () => (await import('./aws/sns/service.ts')).sns,
  },
  {
    name: 'firehose',
    types: ['AWS::KinesisFirehose::DeliveryStream'],
    load: async () => (await import('./aws/firehose/service.ts')).firehose,
  },
  {
    name: 'secrets',
    types: ['AWS::SecretsManager::Secret'],
    load: async () => (await import('./aws/secrets/service.ts')).secrets,
  },
  {
    name: 'ssm',
    types: ['AWS::SSM::Parameter'],
    load: async () => (await import('./aws/ssm/service.ts')).ssm,
  },
  {
    name: 'cognito',
    types: ['AWS::Cognito::UserPool'],
    load: async () => (await import('./aws/cognito/service.ts')).cognito,
  },
  {
    name: 'lambda',
    types: ['AWS::Lambda::Function'],
    load: async () => (await import('./lambda/index.ts')).lambda,
  },
  {
    name: 'step-functions',
    types: ['AWS::StepFunctions::StateMachine'],
    load: async () => (await import('./aws/step-functions/service.ts')).stepFunctions,
  },
  {
    name: 'gateway',
    types: ['AWS::ApiGatewayV2::Api', 'AWS::ApiGateway::RestApi'],
    load: async () => (await import('./gateway/service.ts')).gateway,
  },
  {
    name: 'cloudfront',
    types: ['AWS::CloudFront::Distribution'],
    load: async () => (await import('./cloudfront/service.ts')).cloudfront,
  },
];
