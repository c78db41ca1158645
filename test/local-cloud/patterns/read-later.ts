/**
 * Properties that are read, but not by the requests of this test: of a method behind an authorizer that refuses them, of the
 * answers of functions, which have no code here, of what happens to users, events and objects. Each with the file that reads it.
 */
const inGateway = (paths: Record<string, string>) =>
  Object.fromEntries(Object.entries(paths).map(([path, file]) => [path, `gateway/rest/${file}`]));
const inCognito = (file: string, ...paths: string[]) =>
  Object.fromEntries(paths.map((path) => [path, `aws/cognito/${file}`]));

export const readLater: Record<string, Record<string, string>> = {
  'AWS::ApiGateway::Authorizer': inGateway({
    AuthorizerResultTtlInSeconds: 'lambda-authorizer.ts',
    Type: 'lambda-authorizer.ts',
  }),
  'AWS::ApiGateway::GatewayResponse': inGateway({ ResponseTemplates: 'gateway-response.ts' }),
  'AWS::ApiGateway::Method': inGateway({
    'Integration.Credentials': 'lambda-integration.ts',
    'Integration.IntegrationHttpMethod': 'integration-request.ts',
    'Integration.IntegrationResponses.ResponseParameters': 'integration-response.ts',
    'Integration.IntegrationResponses.ResponseTemplates': 'integration-response.ts',
    'Integration.IntegrationResponses.SelectionPattern': 'integration-response.ts',
    'Integration.PassthroughBehavior': 'integration-request.ts',
    'Integration.RequestParameters': 'integration-request.ts',
    'Integration.RequestTemplates': 'integration-request.ts',
    'Integration.Type': 'integrate.ts',
    'MethodResponses.ResponseParameters': 'compile.ts',
    RequestModels: 'compile.ts',
  }),
  'AWS::ApiGateway::Model': inGateway({ Schema: 'models.ts' }),
  'AWS::ApiGateway::Stage': { 'AccessLogSetting.Format': 'gateway/access-log.ts' },
  'AWS::ApiGatewayV2::Authorizer': { EnableSimpleResponses: 'gateway/http/lambda-authorizer.ts' },
  'AWS::ApiGatewayV2::Stage': { 'AccessLogSettings.Format': 'gateway/access-log.ts' },
  'AWS::Cognito::UserPool': {
    ...inCognito(
      'users/recipients.ts',
      'AccountRecoverySetting.RecoveryMechanisms.Name',
      'AccountRecoverySetting.RecoveryMechanisms.Priority',
    ),
    ...inCognito('users/sign-up.ts', 'AdminCreateUserConfig.AllowAdminCreateUserOnly'),
    ...inCognito(
      'triggers.ts',
      'LambdaConfig.PreTokenGenerationConfig.LambdaArn',
      'LambdaConfig.PreTokenGenerationConfig.LambdaVersion',
    ),
    ...inCognito(
      'users/password.ts',
      'Policies.PasswordPolicy.MinimumLength',
      'Policies.PasswordPolicy.RequireLowercase',
      'Policies.PasswordPolicy.RequireNumbers',
      'Policies.PasswordPolicy.RequireSymbols',
      'Policies.PasswordPolicy.RequireUppercase',
      'Policies.PasswordPolicy.TemporaryPasswordValidityDays',
    ),
    ...inCognito('users/find.ts', 'UsernameConfiguration.CaseSensitive'),
    ...inCognito(
      'users/deliver.ts',
      'VerificationMessageTemplate.DefaultEmailOption',
      'VerificationMessageTemplate.EmailMessage',
      'VerificationMessageTemplate.EmailSubject',
      'VerificationMessageTemplate.SmsMessage',
    ),
  },
  'AWS::Cognito::UserPoolClient': {
    ...inCognito(
      'tokens/refresh.ts',
      'RefreshTokenRotation.Feature',
      'RefreshTokenRotation.RetryGracePeriodSeconds',
    ),
    ...inCognito('tokens/validity.ts', 'TokenValidityUnits'),
  },
  'AWS::Cognito::UserPoolResourceServer': inCognito(
    'types.ts',
    'Scopes.ScopeDescription',
    'Scopes.ScopeName',
  ),
  'AWS::Events::Rule': {
    'Targets.Arn': 'aws/events/dispatch.ts',
    'Targets.DeadLetterConfig.Arn': 'aws/events/dispatch.ts',
    'Targets.RetryPolicy.MaximumEventAgeInSeconds': 'aws/events/retries.ts',
    'Targets.RetryPolicy.MaximumRetryAttempts': 'aws/events/retries.ts',
  },
  'AWS::KinesisFirehose::DeliveryStream': Object.fromEntries(
    ['BucketARN', 'Prefix', 'RoleARN'].map((name) => [
      `ExtendedS3DestinationConfiguration.${name}`,
      'aws/firehose/deliver.ts',
    ]),
  ),
  'AWS::S3::Bucket': {
    NotificationConfiguration: 'aws/s3/notifications.ts',
    'ReplicationConfiguration.Rules.DeleteMarkerReplication.Status': 'aws/s3/replication.ts',
  },
  // With the assembly, before the rooms see it.
  'AWS::SecretsManager::Secret': { GenerateSecretString: 'assembly/secret-value.ts' },
  // Two rules or transformations have an order, one has not.
  'AWS::WAFv2::WebACL': {
    'Rules.Priority': 'web-acl/evaluate.ts',
    'Rules.Statement.ByteMatchStatement.TextTransformations.Priority': 'web-acl/transform.ts',
  },
  'Custom::CDKBucketDeployment': { SourceMarkers: 'aws/s3/deployments.ts' },
};
