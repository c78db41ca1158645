import type { SupportTable } from '../contract.ts';

const noScaling = 'the local cloud starts environments as calls need them';

/** What the room serves of each type. */
export const supports: SupportTable = {
  'AWS::Lambda::Function': {
    inert: [
      'Tags',
      'TracingConfig',
      'Architectures',
      // The object key alone names an asset.
      'Code.S3Bucket',
      'KmsKeyArn',
      'RuntimeManagementConfig',
      'RecursiveLoop',
      'CodeSigningConfigArn',
    ],
    ignored: {
      Layers: 'the code must hold all that it imports',
      VpcConfig: 'functions run on this machine, outside of any VPC',
      FileSystemConfigs: 'no file system is mounted',
      EphemeralStorage: '/tmp is the one of this machine',
      ImageConfig: 'functions run from their code folder, not from a container image',
      SnapStart: 'environments start anew',
    },
  },
  'AWS::Lambda::Version': {
    inert: ['Description', 'CodeSha256', 'RuntimePolicy'],
    ignored: { ProvisionedConcurrencyConfig: noScaling },
  },
  'AWS::Lambda::Alias': {
    inert: ['Description'],
    ignored: {
      RoutingConfig: 'an alias leads to its main version only',
      ProvisionedConcurrencyConfig: noScaling,
    },
  },
  'AWS::Lambda::Permission': {},
  'AWS::Lambda::EventInvokeConfig': {},
  'AWS::Lambda::EventSourceMapping': {
    inert: ['Tags', 'MetricsConfig', 'LoggingConfig', 'KmsKeyArn'],
    ignored: {
      TumblingWindowInSeconds: 'batches carry no window and no state',
      ProvisionedPollerConfig: noScaling,
      SelfManagedEventSource: 'Kafka is not emulated',
      AmazonManagedKafkaEventSourceConfig: 'Kafka is not emulated',
      DocumentDBEventSourceConfig: 'DocumentDB is not emulated',
    },
  },
};
