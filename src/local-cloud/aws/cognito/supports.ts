import type { SupportTable } from '../../contract.ts';

/** Types of Cognito user pools that the room serves. */
export const supports: SupportTable = {
  'AWS::Cognito::UserPool': {
    inert: [
      'EmailAuthenticationMessage',
      'EmailAuthenticationSubject',
      'EmailConfiguration',
      'SmsConfiguration',
      'UserPoolTags',
      'UserPoolTier',
      'WebAuthnRelyingPartyID',
      'WebAuthnUserVerification',
    ],
    ignored: {
      DeviceConfiguration: 'devices are not remembered',
      'LambdaConfig.CreateAuthChallenge': 'custom challenges do not run',
      'LambdaConfig.CustomEmailSender': 'messages appear on the console page instead',
      'LambdaConfig.CustomSMSSender': 'messages appear on the console page instead',
      'LambdaConfig.DefineAuthChallenge': 'custom challenges do not run',
      'LambdaConfig.UserMigration': 'users are not migrated',
      'LambdaConfig.VerifyAuthChallengeResponse': 'custom challenges do not run',
      'Policies.PasswordPolicy.PasswordHistorySize': 'former passwords may be used again',
      'Policies.SignInPolicy': 'USER_AUTH with its choice of first factors is not served',
      'UserPoolAddOns.AdvancedSecurityAdditionalFlows': 'threat protection does not run',
      'UserPoolAddOns.AdvancedSecurityMode': 'threat protection does not run',
    },
  },
  'AWS::Cognito::UserPoolClient': {
    inert: ['AnalyticsConfiguration', 'EnablePropagateAdditionalUserContextData'],
  },
  // TLS ends before localhost.
  'AWS::Cognito::UserPoolDomain': { inert: ['CustomDomainConfig.CertificateArn', 'Routing'] },
  'AWS::Cognito::UserPoolGroup': {},
  'AWS::Cognito::UserPoolResourceServer': {},
  'AWS::Cognito::UserPoolUser': {},
  'AWS::Cognito::UserPoolUserToGroupAttachment': {},
  'AWS::Cognito::ManagedLoginBranding': {
    inert: ['Assets', 'ReturnMergedResources', 'Settings', 'UseCognitoProvidedValues', 'UserPoolId'],
  },
  'Custom::AWS': { inert: ['Delete', 'InstallLatestAwsSdk', 'ServiceToken', 'Update'] },
  'AWS::Cognito::UserPoolUICustomizationAttachment': { inert: ['CSS'] },
};
