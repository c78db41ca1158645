import type { SupportTable } from '../../contract.ts';

/** Types of S3 that the room serves, and what it leaves out of them. */
export const supports: SupportTable = {
  'AWS::S3::Bucket': {
    inert: [
      'AccessControl',
      'BucketEncryption',
      'BucketName',
      'IntelligentTieringConfigurations',
      'LoggingConfiguration',
      'MetricsConfigurations',
      'NotificationConfiguration',
      'OwnershipControls',
      'PublicAccessBlockConfiguration',
      'Tags',
    ],
    ignored: {
      CorsConfiguration: 'browsers reach a bucket through a distribution',
      LifecycleConfiguration: 'nothing expires',
      ReplicationConfiguration: 'objects are not copied to other Regions',
      VersioningConfiguration: 'older versions are not kept',
      WebsiteConfiguration: 'the website endpoint is not served',
      ObjectLockConfiguration: 'objects are not locked',
    },
  },
  'AWS::S3::BucketPolicy': {},
  'Custom::CDKBucketDeployment': {},
  'Custom::S3BucketNotifications': {},
  'Custom::S3AutoDeleteObjects': {},
};
