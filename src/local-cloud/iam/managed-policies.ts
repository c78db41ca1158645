/**
 * The AWS managed policies that CDK attaches on its own, as far as their actions reach a service of the local cloud
 * (AWS managed policy reference guide, 2026). Logs and traces always pass, so they stand for themselves.
 */
const documents: Record<string, string[]> = {
  'service-role/AWSLambdaBasicExecutionRole': [
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ],
  'service-role/AWSLambdaVPCAccessExecutionRole': ['logs:*', 'ec2:*NetworkInterface*'],
  'service-role/AWSLambdaSQSQueueExecutionRole': [
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'logs:*',
  ],
  'service-role/AWSLambdaKinesisExecutionRole': [
    'kinesis:DescribeStream',
    'kinesis:DescribeStreamSummary',
    'kinesis:GetRecords',
    'kinesis:GetShardIterator',
    'kinesis:ListShards',
    'kinesis:ListStreams',
    'kinesis:SubscribeToShard',
    'logs:*',
  ],
  'service-role/AWSLambdaDynamoDBExecutionRole': [
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
    'logs:*',
  ],
  'service-role/AmazonAPIGatewayPushToCloudWatchLogs': ['logs:*'],
  AWSXRayDaemonWriteAccess: ['xray:*'],
  CloudWatchLambdaInsightsExecutionRolePolicy: ['logs:*'],
  AdministratorAccess: ['*'],
};

/** The document of an AWS managed policy, or `undefined` when it is not in the table. */
export function managedPolicy(arn: string): unknown {
  const name = /^arn:[\w-]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  const actions = name === undefined ? undefined : documents[name];
  return actions && { Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] };
}
