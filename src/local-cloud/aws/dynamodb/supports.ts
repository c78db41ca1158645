import type { SupportTable } from '../../contract.ts';

const kinesis = 'changes go to the stream of the table only';
const policy = "policies of roles and tables are evaluated, the stream's own is not";
const inert = [
  'ContributorInsightsSpecification',
  'OnDemandThroughput',
  'SSESpecification',
  'WarmThroughput',
];

/** Types of DynamoDB that the room serves, and what it leaves out of them. */
export const supports: SupportTable = {
  'AWS::DynamoDB::Table': {
    inert: [
      ...inert,
      'BillingMode',
      'PointInTimeRecoverySpecification',
      'ProvisionedThroughput',
      'TableClass',
      'Tags',
    ],
    ignored: {
      ImportSourceSpecification: 'tables start empty or with the seed of dev/config.ts',
      KinesisStreamSpecification: kinesis,
      'StreamSpecification.ResourcePolicy': policy,
    },
  },
  'AWS::DynamoDB::GlobalTable': {
    inert: [
      ...inert,
      'BillingMode',
      'GlobalSecondaryIndexes.ReadOnDemandThroughputSettings',
      'GlobalSecondaryIndexes.ReadProvisionedThroughputSettings',
      'GlobalSecondaryIndexes.WriteOnDemandThroughputSettings',
      'GlobalSecondaryIndexes.WriteProvisionedThroughputSettings',
      'ReadOnDemandThroughputSettings',
      'Replicas.ContributorInsightsSpecification',
      // Indexes are those of the table; of a replica they have only their throughput.
      'Replicas.GlobalSecondaryIndexes',
      'Replicas.ReadOnDemandThroughputSettings',
      'Replicas.ReadProvisionedThroughputSettings',
      'ReadProvisionedThroughputSettings',
      'WriteOnDemandThroughputSettings',
      'WriteProvisionedThroughputSettings',
    ],
    ignored: {
      GlobalTableWitnesses: 'the local cloud serves one Region',
      MultiRegionConsistency: 'the local cloud serves one Region',
      'Replicas.KinesisStreamSpecification': kinesis,
      'Replicas.ReplicaStreamSpecification': policy,
    },
  },
};
