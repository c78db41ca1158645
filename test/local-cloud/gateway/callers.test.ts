/** As whom integrations call: a role, API Gateway itself, or whoever signed the request. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqs } from '../../../src/local-cloud/aws/sqs/service.ts';
import { credentials } from '../../../src/local-cloud/credentials.ts';
import type { Denial } from '../../../src/local-cloud/iam/authorize.ts';
import { account, type Resources, region } from '../harness.ts';
import { type GatewayHarness, startGatewayHarness } from './fixture.ts';
import { method, restApi } from './rest/resources.ts';

const elsewhere = '999999999999';
const queueArn = (name: string) => `arn:aws:sqs:${region}:${account}:${name}`;
const passed = 'arn:aws:iam::*:user/*';
let cloud: GatewayHarness;

/** A route of the REST API that sends a message; answers 202 for 200 and 502 for anything else. */
const sends = (path: string, queue: string, Credentials?: unknown, AuthorizationType = 'NONE'): Resources =>
  method(
    path,
    'POST',
    {
      Type: 'AWS',
      IntegrationHttpMethod: 'POST',
      Uri: `arn:aws:apigateway:${region}:sqs:path/${account}/${queue}`,
      ...(Credentials === undefined ? {} : { Credentials }),
      RequestParameters: {
        'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'",
      },
      RequestTemplates: { 'application/json': 'Action=SendMessage&MessageBody=x' },
      IntegrationResponses: [{ StatusCode: '202' }, { StatusCode: '502', SelectionPattern: '4\\d\\d' }],
    },
    { AuthorizationType, MethodResponses: [{ StatusCode: '202' }, { StatusCode: '502' }] },
  );

/** The same as an HTTP API has it. */
const sendsHttp = (id: string, path: string, queue: string): Resources => ({
  [`${id}Integration`]: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'HttpApi' },
      IntegrationType: 'AWS_PROXY',
      IntegrationSubtype: 'SQS-SendMessage',
      PayloadFormatVersion: '1.0',
      RequestParameters: {
        QueueUrl: `https://sqs.${region}.amazonaws.com/${account}/${queue}`,
        MessageBody: '$request.body',
      },
    },
  },
  [`${id}Route`]: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'HttpApi' },
      RouteKey: `POST ${path}`,
      Target: { 'Fn::Join': ['/', ['integrations', { Ref: `${id}Integration` }]] },
    },
  },
});

const roleAllowed = (RoleName: string, ...actions: string[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName,
    Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] } }],
  },
});

beforeAll(async () => {
  const resources: Resources = {
    ...restApi(['/closed', '/open', '/passed', '/unsigned'], {
      Policy: {
        Statement: [
          { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' },
        ],
      },
    }),
    ...sends('/closed', 'closed'),
    ...sends('/open', 'open'),
    ...sends('/passed', 'closed', passed, 'AWS_IAM'),
    ...sends('/unsigned', 'closed', passed),
    HttpApi: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'http', ProtocolType: 'HTTP' } },
    HttpStage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: { Ref: 'HttpApi' }, StageName: '$default', AutoDeploy: true },
    },
    ...sendsHttp('Closed', '/closed', 'closed'),
    ...sendsHttp('Open', '/open', 'open'),
    Closed: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'closed' } },
    Opened: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'open' } },
    Policy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Opened' }],
        PolicyDocument: {
          Statement: {
            Effect: 'Allow',
            Principal: { Service: 'apigateway.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: queueArn('open'),
            Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:execute-api:${region}:${account}:*` } },
          },
        },
      },
    },
    Sender: roleAllowed('sender', 'sqs:SendMessage'),
    Bystander: roleAllowed('bystander', 'sqs:ReceiveMessage'),
  };
  cloud = await startGatewayHarness(
    {},
    {
      more: [sqs],
      stacks: {
        test: { Resources: resources },
        other: {
          account: elsewhere,
          region,
          template: {
            Resources: {
              Guest: roleAllowed('guest', 'execute-api:Invoke', 'sqs:SendMessage'),
              Stranger: roleAllowed('stranger', 'sqs:SendMessage'),
            },
          },
        },
      },
    },
  );
});
afterAll(() => cloud.close());

const signed = (roleArn: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${credentials(roleArn).accessKeyId}/20260101/${region}/execute-api/aws4_request, SignedHeaders=host, Signature=x`,
});
const post = async (api: string, path: string, headers: Record<string, string> = {}) =>
  (
    await cloud.call(api, path, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json', ...headers },
    })
  ).status;
const lastDenial = () =>
  cloud.log
    .events()
    .filter(({ source, detail }) => source === 'iam' && detail)
    .at(-1)?.detail as Denial;

describe('an integration without a role', () => {
  it.each([
    ['Api', '/dev', 502, 202],
    ['HttpApi', '', 500, 200],
  ])('of %s calls as API Gateway, which the policy of the queue has to allow', async (api, base, no, yes) => {
    expect(await post(api, `${base}/closed`)).toBe(no);
    const { caller, missing, missingFrom } = lastDenial();
    expect(caller).toMatchObject({ service: 'apigateway.amazonaws.com' });
    expect(missingFrom).toBe('the policy of the queue');
    expect(missing).toEqual({
      Effect: 'Allow',
      Principal: { Service: 'apigateway.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queueArn('closed'),
      Condition: { ArnLike: { 'aws:SourceArn': caller.sourceArn } },
    });
    expect(caller.sourceArn).toMatch(/^arn:aws:execute-api:/);
    expect(await post(api, `${base}/open`)).toBe(yes);
  });
});

describe(`the credentials ${passed}`, () => {
  it('are those of whoever signed the request', async () => {
    expect(await post('Api', '/dev/passed', signed(`arn:aws:iam::${account}:role/sender`))).toBe(202);
    expect(await post('Api', '/dev/passed', signed(`arn:aws:iam::${account}:role/bystander`))).toBe(502);
    expect(lastDenial().caller.roleArn).toBe(`arn:aws:iam::${account}:role/bystander`);
  });

  it("are nobody's where requests are not signed", async () => {
    expect(await post('Api', '/dev/unsigned')).toBe(502);
    expect(lastDenial()).toMatchObject({
      missing: { Principal: '*' },
      missingFrom: 'the policy of the queue',
    });
  });
});

it('a role of another account needs its own policy and that of the API', async () => {
  // It gets through to the queue, whose policy does not know it.
  expect(await post('Api', '/dev/passed', signed(`arn:aws:iam::${elsewhere}:role/guest`))).toBe(502);
  expect(lastDenial()).toMatchObject({
    missing: { Principal: { AWS: `arn:aws:iam::${elsewhere}:role/guest` } },
    missingFrom: 'the policy of the queue',
  });
  expect(await post('Api', '/dev/passed', signed(`arn:aws:iam::${elsewhere}:role/stranger`))).toBe(403);
});
