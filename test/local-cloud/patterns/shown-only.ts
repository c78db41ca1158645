/**
 * Properties that are read and called inert all the same, each with its reason: they are shown or passed on, and nothing else
 * is done by them.
 */
const toEdgeFunctions = 'Lambda@Edge functions see it in their event';

export const shownOnly: Record<string, Record<string, string>> = {
  'AWS::ApiGateway::Account': {
    CloudWatchRoleArn: 'the IAM room looks whether the service may take the role',
  },
  'AWS::CloudFront::Distribution': Object.fromEntries(
    ['HTTPPort', 'HTTPSPort', 'OriginKeepaliveTimeout', 'OriginProtocolPolicy', 'OriginSSLProtocols'].map(
      (name) => [`DistributionConfig.Origins.CustomOriginConfig.${name}`, toEdgeFunctions],
    ),
  ),
  'AWS::Cognito::UserPool': { UserPoolTier: 'DescribeUserPool shows it' },
  'AWS::DynamoDB::GlobalTable': {
    BillingMode: 'DescribeTable shows it',
    WriteOnDemandThroughputSettings: 'it is copied with all that a table has, and left there',
  },
  'AWS::Kinesis::Stream': { StreamEncryption: 'DescribeStream and answers to records show it' },
};
