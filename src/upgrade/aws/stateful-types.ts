/** What of a resource with data cannot be changed: a change makes AWS put a new, empty one in its place. */
export interface StatefulType {
  /** The property that gives it a name of its own. */
  name?: string;
  /** Properties whose change replaces it. */
  fixed?: readonly string[];
}

/**
 * The resource types that hold data, with their properties that a deploy cannot change. From AWS's service
 * specification of October 2026 (`isStateful`, `causesReplacement`), without log groups, nested stacks and accounts.
 */
export const statefulTypes: Readonly<Record<string, StatefulType>> = {
  'AWS::Backup::BackupVault': { name: 'BackupVaultName', fixed: ['EncryptionKeyArn'] },
  'AWS::Cognito::UserPool': {},
  'AWS::DocDB::DBCluster': {
    name: 'DBClusterIdentifier',
    fixed: ['StorageEncrypted', 'KmsKeyId', 'SnapshotIdentifier', 'DBSubnetGroupName', 'MasterUsername'],
  },
  'AWS::DocDB::DBInstance': {
    name: 'DBInstanceIdentifier',
    fixed: ['DBClusterIdentifier', 'AvailabilityZone'],
  },
  'AWS::DynamoDB::GlobalTable': { name: 'TableName', fixed: ['KeySchema', 'LocalSecondaryIndexes'] },
  'AWS::DynamoDB::Table': { name: 'TableName', fixed: ['KeySchema', 'ImportSourceSpecification'] },
  'AWS::EC2::Volume': {},
  'AWS::EFS::FileSystem': { fixed: ['KmsKeyId', 'PerformanceMode', 'Encrypted', 'AvailabilityZoneName'] },
  'AWS::EMR::Cluster': { name: 'Name' },
  'AWS::ElastiCache::CacheCluster': {
    name: 'ClusterName',
    fixed: ['CacheSubnetGroupName', 'Engine', 'Port', 'SnapshotArns', 'SnapshotName'],
  },
  'AWS::ElastiCache::ReplicationGroup': {
    name: 'ReplicationGroupId',
    fixed: ['AtRestEncryptionEnabled', 'CacheSubnetGroupName', 'Engine', 'KmsKeyId', 'Port', 'SnapshotName'],
  },
  'AWS::Elasticsearch::Domain': { name: 'DomainName' },
  'AWS::FSx::FileSystem': { fixed: ['KmsKeyId', 'BackupId', 'SubnetIds', 'FileSystemType'] },
  'AWS::KMS::Key': {},
  'AWS::Kinesis::Stream': { name: 'Name' },
  'AWS::Neptune::DBCluster': {
    name: 'DBClusterIdentifier',
    fixed: ['StorageEncrypted', 'KmsKeyId', 'SnapshotIdentifier', 'DBSubnetGroupName'],
  },
  'AWS::Neptune::DBInstance': {
    name: 'DBInstanceIdentifier',
    fixed: ['DBClusterIdentifier', 'AvailabilityZone'],
  },
  'AWS::OpenSearchService::Domain': { name: 'DomainName', fixed: ['EngineMode'] },
  'AWS::QLDB::Ledger': { name: 'Name' },
  'AWS::RDS::DBCluster': {
    name: 'DBClusterIdentifier',
    fixed: [
      'StorageEncrypted',
      'KmsKeyId',
      'DatabaseName',
      'DBSubnetGroupName',
      'EngineMode',
      'SnapshotIdentifier',
    ],
  },
  'AWS::RDS::DBInstance': {
    name: 'DBInstanceIdentifier',
    fixed: [
      'StorageEncrypted',
      'KmsKeyId',
      'DBName',
      'DBSubnetGroupName',
      'MasterUsername',
      'CharacterSetName',
    ],
  },
  'AWS::Redshift::Cluster': {
    name: 'ClusterIdentifier',
    fixed: ['DBName', 'MasterUsername', 'ClusterSubnetGroupName', 'SnapshotIdentifier'],
  },
  'AWS::S3::Bucket': { name: 'BucketName', fixed: ['ObjectLockEnabled', 'BucketNamePrefix'] },
  'AWS::SDB::Domain': {},
  'AWS::SQS::Queue': { name: 'QueueName', fixed: ['FifoQueue'] },
  'AWS::SecretsManager::Secret': { name: 'Name' },
};
