import type { SupportTable } from '../../contract.ts';

/** Types of S3 that the room serves, and what it leaves out of them. */
export const supports: SupportTable = {
  'AWS::S3::Bucket': {
    inert: [
      'AccessControl',
      'BucketEncryption',
      'BucketName',
      'IntelligentTieringConfigurations',
      // Nothing on a laptop grows old enough, and no older version is asked for by its id.
      'LifecycleConfiguration',
      'LoggingConfiguration',
      'MetricsConfigurations',
      'OwnershipControls',
      'PublicAccessBlockConfiguration',
      'ReplicationConfiguration.Rules.Id',
      'ReplicationConfiguration.Rules.Priority',
      'Tags',
    ],
    // Replication looks whether it is there.
    simpler: { VersioningConfiguration: 'S3 keeps the newest version of an object' },
    ignored: {
      CorsConfiguration: 'browsers reach a bucket through a distribution',
      'ReplicationConfiguration.Rules.Filter.TagFilter': 'objects have no tags',
      WebsiteConfiguration: 'the website endpoint is not served',
      ObjectLockConfiguration: 'objects are not locked',
    },
  },
  'AWS::S3::BucketPolicy': { inert: ['PolicyDocument.Statement.Sid', 'PolicyDocument.Version'] },
  'Custom::CDKBucketDeployment': {
    inert: [
      // Each deployment empties the caches of all distributions.
      'DistributionId',
      'DistributionPaths',
      'OutputObjectKeys',
      'ServiceToken',
      'SourceBucketNames',
      'SourceMarkersConfig',
      'WaitForDistributionInvalidation',
    ],
  },
  'Custom::S3BucketNotifications': {},
  'Custom::S3AutoDeleteObjects': {},
};
