import type { Service } from './contract.ts';

/** A room as the start sees it: loaded when the model holds one of `types`, or at the first call of a client. */
export interface Room {
  name: string;
  /** Resource types that wake the room. `'*'` wakes it always. */
  types: readonly string[];
  /** Endpoint names of the services whose calls it answers. */
  calls?: readonly string[];
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
    calls: ['s3'],
    load: async () => (await import('./aws/s3/service.ts')).s3,
  },
  {
    name: 'dynamodb',
    types: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'],
    calls: ['dynamodb', 'dynamodbstreams'],
    load: async () => (await import('./aws/dynamodb/service.ts')).dynamodb,
  },
  {
    name: 'sqs',
    types: ['AWS::SQS::Queue'],
    calls: ['sqs'],
    load: async () => (await import('./aws/sqs/service.ts')).sqs,
  },
  {
    name: 'kinesis',
    types: ['AWS::Kinesis::Stream'],
    calls: ['kinesis'],
    load: async () => (await import('./aws/kinesis/service.ts')).kinesis,
  },
  {
    name: 'events',
    types: ['AWS::Events::EventBus', 'AWS::Events::Rule'],
    calls: ['events'],
    load: async () => (await import('./aws/events/service.ts')).events,
  },
  {
    name: 'sns',
    types: ['AWS::SNS::Topic'],
    calls: ['sns'],
    load: async () => (await import('./aws/sns/service.ts')).sns,
  },
  {
    name: 'firehose',
    types: ['AWS::KinesisFirehose::DeliveryStream'],
    calls: ['firehose'],
    load: async () => (await import('./aws/firehose/service.ts')).firehose,
  },
  {
    name: 'secrets',
    types: ['AWS::SecretsManager::Secret'],
    calls: ['secretsmanager'],
    load: async () => (await import('./aws/secrets/service.ts')).secrets,
  },
  {
    name: 'ssm',
    types: ['AWS::SSM::Parameter'],
    calls: ['ssm'],
    load: async () => (await import('./aws/ssm/service.ts')).ssm,
  },
  {
    name: 'cognito',
    types: ['AWS::Cognito::UserPool'],
    calls: ['cognito-idp'],
    load: async () => (await import('./aws/cognito/service.ts')).cognito,
  },
  {
    name: 'lambda',
    types: ['AWS::Lambda::Function'],
    calls: ['lambda'],
    load: async () => (await import('./lambda/index.ts')).lambda,
  },
  {
    name: 'step-functions',
    types: ['AWS::StepFunctions::StateMachine'],
    calls: ['states'],
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
