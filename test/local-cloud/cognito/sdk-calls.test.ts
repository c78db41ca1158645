/** SDK calls that a deploy makes by the CDK's AwsCustomResource. */
import {
  DescribeUserPoolClientCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fixture, resources, startFixture } from './fixture.ts';

const sdkCall = (service: string, action: string, parameters: object) => ({
  Type: 'Custom::AWS',
  Properties: {
    ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:custom',
    Create: {
      'Fn::Join': ['', [`{"service":"${service}","action":"${action}","parameters":`, parameters, '}']],
    },
  },
});

/** As the CDK writes it: JSON with references in it. */
const update = {
  'Fn::Join': [
    '',
    [
      '{"UserPoolId":"',
      { Ref: 'Pool' },
      '","ClientId":"',
      { Ref: 'Web' },
      '","CallbackURLs":["https://late.example.com/signed-in"],"AllowedOAuthFlowsUserPoolClient":true}',
    ],
  ],
};

describe('an SDK call of a template', () => {
  let room: Fixture;
  const describeClient = async () => {
    const input = { UserPoolId: room.poolId, ClientId: room.id('Web') };
    return (await room.api.send(new DescribeUserPoolClientCommand(input))).UserPoolClient;
  };
  beforeAll(async () => {
    room = await startFixture({
      resources: {
        ...resources,
        Late: sdkCall('@aws-sdk/client-cognito-identity-provider', 'UpdateUserPoolClient', update),
        Elsewhere: sdkCall('SSM', 'putParameter', { 'Fn::Sub': '{}' }),
        Wrong: sdkCall('CognitoIdentityServiceProvider', 'sellUserPool', { 'Fn::Sub': '{}' }),
      },
    });
  });
  afterAll(() => room.close());

  it('is made when the template is deployed, and again after a reset', async () => {
    const late = ['https://late.example.com/signed-in'];
    expect((await describeClient())?.CallbackURLs).toEqual(late);
    const changed = { UserPoolId: room.poolId, ClientId: room.id('Web'), CallbackURLs: ['https://other/'] };
    await room.api.send(new UpdateUserPoolClientCommand(changed));
    await room.cloud.reset();
    expect((await describeClient())?.CallbackURLs).toEqual(late);
  });

  it('of another service, or of none that the room serves, is named', () => {
    const notices = room.cloud.log.events().filter(({ kind }) => kind === 'notice');
    const texts = [...new Set(notices.map(({ text }) => text.replace(/^\S+ /, '')))];
    expect(texts).toEqual([
      'the call PutParameter of SSM, which a deploy makes, is not made here.',
      'SellUserPool: The local cloud does not serve the operation SellUserPool.',
    ]);
  });
});
