import { alphanumeric, digits } from '../identifiers.ts';
import {
  arn,
  lowerId,
  named,
  type Shapes,
  type Subject,
  seedOf,
  text,
  upperId,
  urlSuffix,
  uuidOf,
  withId,
} from '../shape.ts';

const global = { region: '' } as const;
const pathOf = (s: Subject) => text(s, 'Path') ?? '/';
const role = named('RoleName', 64);
const roleArn = (s: Subject) => arn(s, 'iam', `role${pathOf(s)}${role(s)}`, global);
const user = named('UserName', 64);
const userArn = (s: Subject) => arn(s, 'iam', `user${pathOf(s)}${user(s)}`, global);
const managedPolicyArn = (s: Subject) =>
  arn(s, 'iam', `policy${pathOf(s)}${named('ManagedPolicyName', 128)(s)}`, global);
const oidcArn = (s: Subject) =>
  arn(s, 'iam', `oidc-provider/${(text(s, 'Url') ?? '').replace(/^https:\/\//, '')}`, global);

const pool = (s: Subject) => `${s.region}_${digits(seedOf(s), 9, alphanumeric)}`;
const poolArn = (s: Subject) => arn(s, 'cognito-idp', `userpool/${pool(s)}`);
const provider = (s: Subject) => `cognito-idp.${s.region}.${urlSuffix(s.region)}/${pool(s)}`;
const identityPool = (s: Subject) => `${s.region}:${uuidOf(s)}`;

export const identity: Shapes = {
  'AWS::IAM::Role': { ref: role, arn: roleArn, attributes: { Arn: roleArn, RoleId: upperId(17, 'AROA') } },
  'AWS::IAM::User': { ref: user, arn: userArn, attributes: { Arn: userArn } },
  'AWS::IAM::Policy': { ref: named('PolicyName', 128), attributes: { Id: named('PolicyName', 128) } },
  'AWS::IAM::ManagedPolicy': {
    ref: managedPolicyArn,
    arn: managedPolicyArn,
    attributes: { PolicyArn: managedPolicyArn, PolicyId: upperId(17, 'ANPA') },
  },
  'AWS::IAM::OIDCProvider': { ref: oidcArn, arn: oidcArn, attributes: { Arn: oidcArn } },
  'AWS::Cognito::UserPool': {
    ref: pool,
    arn: poolArn,
    attributes: {
      Arn: poolArn,
      ProviderName: provider,
      ProviderURL: (s) => `https://${provider(s)}`,
      UserPoolId: pool,
    },
  },
  'AWS::Cognito::UserPoolClient': {
    ...withId(lowerId(26), 'ClientId'),
    attributes: {
      ClientId: lowerId(26),
      ClientSecret: (s) => lowerId(51)({ ...s, logicalId: `${s.logicalId}/secret` }),
      Name: named('ClientName', 128),
    },
  },
  'AWS::Cognito::UserPoolDomain': {
    ref: (s) => text(s, 'Domain') ?? '',
    attributes: { CloudFrontDistribution: (s) => `${lowerId(13, 'd')(s)}.cloudfront.net` },
  },
  'AWS::Cognito::UserPoolGroup': { ref: named('GroupName', 128) },
  'AWS::Cognito::UserPoolResourceServer': { ref: (s) => text(s, 'Identifier') ?? '' },
  'AWS::Cognito::UserPoolIdentityProvider': { ref: (s) => text(s, 'ProviderName') ?? '' },
  'AWS::Cognito::UserPoolUser': { ref: (s) => text(s, 'Username') ?? uuidOf(s) },
  'AWS::Cognito::ManagedLoginBranding': {
    ref: uuidOf,
    attributes: { ManagedLoginBrandingId: uuidOf },
  },
  'AWS::Cognito::IdentityPool': {
    ref: identityPool,
    arn: (s) => arn(s, 'cognito-identity', `identitypool/${identityPool(s)}`),
    attributes: { Name: named('IdentityPoolName', 128) },
  },
};
