/** What IAM says at start of policies that it cannot evaluate, and of roles that AWS would not let their users take. */
import { describe, expect, it } from 'vitest';
import { createIam } from '../../../src/local-cloud/iam/authorize.ts';
import { account, modelOf, type Resources, region } from '../harness.ts';

const noticesOf = (Resources: Resources) => {
  const model = modelOf({ test: { Resources } });
  return createIam(
    () => model,
    () => undefined,
  ).notices();
};
const trust = (Service: string, more: object = {}) => ({
  Statement: { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole', ...more },
});
const role = (properties: object): Resources[string] => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: trust('lambda.amazonaws.com'), ...properties },
});
const withStatement = (statement: object) =>
  noticesOf({
    Role: role({
      Policies: [
        { PolicyDocument: { Statement: { Effect: 'Allow', Action: 'sqs:*', Resource: '*', ...statement } } },
      ],
    }),
  });
const absent = 'no call has it here, so that it counts as absent';

describe('condition keys', () => {
  it.each([
    'aws:PrincipalTag/team',
    'aws:ResourceTag/team',
    'aws:PrincipalOrgID',
    'aws:SourceVpce',
  ])('that no call has are named: %s', (key) => {
    expect(withStatement({ Condition: { StringEquals: { [key]: 'x' } } })).toEqual([
      `IAM does not evaluate the condition key ${key}: ${absent}`,
    ]);
  });

  it('that calls have are not, nor those of services that are never asked', () => {
    const Condition = {
      StringLike: { 'AWS:SourceArn': '*', 'dynamodb:LeadingKeys': 'x', 's3:prefix': 'a/*' },
    };
    expect(withStatement({ Condition })).toEqual([]);
    const foreign = { Action: 'kms:Decrypt', Condition: { StringEquals: { 'kms:ViaService': 'x' } } };
    expect(withStatement(foreign)).toEqual([]);
  });

  it('of Lambda permissions are named too, and let nobody in', () => {
    const fn = `arn:aws:lambda:${region}:${account}:function:fn`;
    const model = modelOf({
      test: {
        Resources: {
          Permission: {
            Type: 'AWS::Lambda::Permission',
            Properties: {
              FunctionName: fn,
              Action: 'lambda:InvokeFunction',
              Principal: '*',
              PrincipalOrgID: 'o-1',
              FunctionUrlAuthType: 'NONE',
            },
          },
        },
      },
    });
    const iam = createIam(
      () => model,
      () => undefined,
    );
    expect(iam.notices()).toEqual([
      `IAM does not evaluate the condition key aws:PrincipalOrgID: ${absent}`,
      `IAM does not evaluate the condition key lambda:FunctionUrlAuthType: ${absent}`,
    ]);
    expect(() => iam.authorize({ service: 'sns.amazonaws.com' }, 'lambda:InvokeFunction', fn)).toThrow();
  });
});

it('policy variables that no call fills are named', () => {
  const variable = (text: string) => `arn:aws:sqs:*:*:$\{${text}}`;
  expect(withStatement({ Resource: variable('aws:PrincipalTag/team') })).toEqual([
    'IAM does not evaluate the policy variable aws:PrincipalTag/team: no call has it here, so that it matches nothing',
  ]);
  expect(withStatement({ Resource: variable('aws:PrincipalAccount') })).toEqual([]);
  expect(withStatement({ Resource: variable("aws:PrincipalTag/team, 'all'") })).toEqual([]);
});

describe('roles', () => {
  const arn = { 'Fn::GetAtt': ['Role', 'Arn'] };
  const users: [string, string, Record<string, unknown>][] = [
    ['lambda', 'AWS::Lambda::Function', { Role: arn }],
    ['apigateway', 'AWS::ApiGateway::Method', { Integration: { Credentials: arn } }],
    ['apigateway', 'AWS::ApiGatewayV2::Integration', { CredentialsArn: arn }],
    ['apigateway', 'AWS::ApiGateway::Authorizer', { AuthorizerCredentials: arn }],
    ['events', 'AWS::Events::Rule', { Targets: [{ Arn: 'a' }, { Arn: 'b', RoleArn: arn }] }],
    ['states', 'AWS::StepFunctions::StateMachine', { RoleArn: arn }],
    ['scheduler', 'AWS::Scheduler::Schedule', { Target: { RoleArn: arn } }],
    ['pipes', 'AWS::Pipes::Pipe', { RoleArn: arn }],
    ['s3', 'AWS::S3::Bucket', { ReplicationConfiguration: { Role: arn } }],
    ['firehose', 'AWS::KinesisFirehose::DeliveryStream', { S3DestinationConfiguration: { RoleARN: arn } }],
  ];

  it.each(users)('that do not trust %s, which uses them, are named: %s', (service, Type, Properties) => {
    const made = (name: string) =>
      noticesOf({ Role: role({ AssumeRolePolicyDocument: trust(name) }), User: { Type, Properties } });
    expect(made('ec2.amazonaws.com')).toEqual([
      `The role test/Role does not trust ${service}.amazonaws.com, which uses it: on AWS it cannot (test/User)`,
    ]);
    expect(made(`${service}.amazonaws.com`)).toEqual([]);
    expect(made(`${service}.eu-west-1.amazonaws.com`)).toEqual([]);
  });

  it('that trust another account or external id only are named', () => {
    const made = (StringEquals: object) =>
      noticesOf({
        Role: role({
          AssumeRolePolicyDocument: trust('firehose.amazonaws.com', { Condition: { StringEquals } }),
        }),
        Stream: {
          Type: 'AWS::KinesisFirehose::DeliveryStream',
          Properties: { ExtendedS3DestinationConfiguration: { RoleARN: arn } },
        },
      });
    expect(made({ 'sts:ExternalId': account })).toEqual([]);
    expect(made({ 'sts:ExternalId': 'other' })).toHaveLength(1);
    expect(made({ 'aws:SourceAccount': '999999999999' })).toHaveLength(1);
    expect(made({ 'aws:SourceOrgID': 'o-1' })).toEqual([]);
  });

  it('that no template makes are named once, credentials of the caller are not', () => {
    const imported = `arn:aws:iam::${account}:role/imported`;
    const method = (Credentials: string) => ({
      Type: 'AWS::ApiGateway::Method',
      Properties: { Integration: { Credentials } },
    });
    expect(
      noticesOf({ A: method(imported), B: method(imported), C: method('arn:aws:iam::*:user/*') }),
    ).toEqual([
      `IAM does not evaluate the role ${imported}, which no template makes: it may do everything here (test/A and 1 more)`,
    ]);
  });
});
