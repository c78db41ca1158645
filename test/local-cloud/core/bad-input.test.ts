import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildModel } from '../../../src/local-cloud/assembly/model.ts';
import { startConsole } from '../../../src/local-cloud/console/server.ts';
import type { Model } from '../../../src/local-cloud/contract.ts';
import { createListeners, type Listeners } from '../../../src/local-cloud/listeners.ts';
import { neededRooms } from '../../../src/local-cloud/needed-rooms.ts';
import { rooms } from '../../../src/local-cloud/services.ts';
import { account, type Harness, type Resources, region, startHarness } from '../harness.ts';
import { reachableAt } from '../reachable.ts';

/** One resource of each room that has an API of its own. */
const resources: Resources = {
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    },
  },
  Queue: { Type: 'AWS::SQS::Queue' },
  Stream: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 } },
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
  Topic: { Type: 'AWS::SNS::Topic' },
  Delivery: { Type: 'AWS::KinesisFirehose::DeliveryStream' },
  Machine: { Type: 'AWS::StepFunctions::StateMachine' },
  Secret: { Type: 'AWS::SecretsManager::Secret' },
  Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'x' } },
  Pool: { Type: 'AWS::Cognito::UserPool' },
  Store: { Type: 'AWS::CloudFront::KeyValueStore', Properties: { Name: 'store' } },
  Function: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'fn',
      Handler: 'index.handler',
      Code: { ZipFile: 'exports.handler = async () => 1;' },
    },
  },
  Site: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'site' } },
  Open: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: 'Site' },
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'cloudfront.amazonaws.com' },
            Action: ['s3:GetObject', 's3:ListBucket'],
            Resource: ['arn:aws:s3:::site', 'arn:aws:s3:::site/*'],
          },
        ],
      },
    },
  },
  Deployment: {
    Type: 'Custom::CDKBucketDeployment',
    Properties: { SourceObjectKeys: ['site.zip'], DestinationBucketName: { Ref: 'Site' } },
  },
  Distribution: {
    Type: 'AWS::CloudFront::Distribution',
    Properties: {
      DistributionConfig: {
        Enabled: true,
        DefaultCacheBehavior: { TargetOriginId: 'site', ViewerProtocolPolicy: 'allow-all' },
        Origins: [
          {
            Id: 'site',
            DomainName: 'site.s3.eu-west-1.amazonaws.com',
            OriginPath: '/public',
            S3OriginConfig: {},
            OriginAccessControlId: 'oac',
          },
        ],
      },
    },
  },
};

let folder: string;
let cloud: Harness;
let listeners: Listeners;
const urls = new Map<string, string>();
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bad-input-'));
  mkdirSync(join(folder, 'site', 'public'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'not yours');
  writeFileSync(join(folder, 'site', 'private.txt'), 'not yours');
  writeFileSync(join(folder, 'site', 'public', 'page.txt'), 'page');
  const model: Model = buildModel({
    stacks: [{ name: 'test', account, region, template: { Resources: resources } }],
    assets: new Map([['site.zip', join(folder, 'site')]]),
  }).model;
  cloud = await startHarness({ services: await neededRooms(model), model });
  listeners = createListeners({ firstPort: 0, rtt: 0, hosts: [], trace: cloud.cloud.trace, urls });
  await listeners.update(cloud.sites());
});
afterAll(async () => {
  await listeners.close();
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
});

const calls = {
  dynamodb: 'DynamoDB_20120810.GetItem',
  sqs: 'AmazonSQS.SendMessage',
  kinesis: 'Kinesis_20131202.PutRecord',
  events: 'AWSEvents.PutEvents',
  firehose: 'Firehose_20150804.PutRecord',
  'step-functions': 'AWSStepFunctions.StartExecution',
  secrets: 'secretsmanager.GetSecretValue',
  ssm: 'AmazonSSM.GetParameter',
  cognito: 'AWSCognitoIdentityProviderService.InitiateAuth',
};

interface Broken {
  method?: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
  /** Code of the error. */
  error: string;
}

const signedFor = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=k/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=s`,
});
const notJson = ['{"a":', '[]', '"text"', 'null', '7', '\0'];
const brokenXml = [
  '',
  'text',
  '<Delete>',
  '<Delete><Object><Key>public/page.txt</Object></Delete>',
  '<Delete><Object><Key>public/page.txt</Key></Delete>',
  '<Delete><Object></Object></Delete>',
  '<Delete></Delete>',
  '<Other><Object><Key>public/page.txt</Key></Object></Other>',
  '<Delete><Object><Key>a&nothing;</Key></Object></Delete>',
  '<Delete><Object><Key>a & b</Key></Object></Delete>',
  '<Delete><Object><Key>public/page.txt</Key></Object><Wrong/></Delete>',
  '{"Objects":[{"Key":"public/page.txt"}]}',
];

/** Rooms whose API is no JSON with a target header. */
const elsewhere: Record<string, (cloud: Harness) => Broken[]> = {
  s3: () => brokenXml.map((body) => ({ path: '/site?delete', headers: {}, body, error: 'MalformedXML' })),
  sns: ({ cloud }) => {
    const { arn } = cloud.model.byType('AWS::SNS::Topic')[0]!;
    const headers = { 'content-type': 'application/x-www-form-urlencoded', ...signedFor('sns') };
    return [
      { path: '/', headers, body: '', error: 'UnknownOperationException' },
      { path: '/', headers, body: '%E0%A4%A=&&&=', error: 'UnknownOperationException' },
      { path: '/', headers, body: 'Action=Nonsense', error: 'UnknownOperationException' },
      { path: '/', headers, body: 'Action=__proto__', error: 'UnknownOperationException' },
      { path: '/', headers, body: 'Action=Publish', error: 'NotFound' },
      { path: '/', headers, body: 'Action=Publish&TopicArn=%00&Message=x', error: 'NotFound' },
      { path: '/', headers, body: `Action=Publish&TopicArn=${arn}`, error: 'InvalidParameter' },
      { path: '/', headers, body: `Action=Publish&TopicArn=${arn}&Message.x=1`, error: 'InvalidParameter' },
      {
        path: '/',
        headers,
        body: `Action=PublishBatch&TopicArn=${arn}&PublishBatchRequestEntries.member.x=1`,
        error: 'EmptyBatchRequest',
      },
    ];
  },
  lambda: () => {
    const headers = signedFor('lambda');
    const invocations = '/2015-03-31/functions/fn/invocations';
    const context = Buffer.from('{').toString('base64');
    return [
      ...['{"a":', '\0', 'text'].map((body) => ({
        path: invocations,
        headers,
        body,
        error: 'InvalidRequestContentException',
      })),
      {
        path: invocations,
        headers: { ...headers, 'x-amz-client-context': context },
        body: '{}',
        error: 'InvalidRequestContentException',
      },
      { path: '/2015-03-31/functions/%E0%A4%A/invocations', headers, error: 'ResourceNotFoundException' },
      { path: '/2015-03-31/functions/__proto__/invocations', headers, error: 'ResourceNotFoundException' },
      { path: '/2015-03-31/functions//invocations', headers, error: 'UnknownOperationException' },
    ];
  },
  cloudfront: ({ cloud }) => {
    const store = encodeURIComponent(cloud.model.byType('AWS::CloudFront::KeyValueStore')[0]!.arn);
    const headers = { ...signedFor('cloudfront-keyvaluestore'), 'if-match': 'KV0000000001' };
    const error = 'ValidationException';
    return [
      { method: 'GET', path: '/key-value-stores/%E0%A4%A', headers, error },
      { method: 'GET', path: `/key-value-stores/${store}/keys/%E0%A4%A`, headers, error },
      { method: 'GET', path: '/key-value-stores/none', headers, error: 'ResourceNotFoundException' },
      ...[
        ...notJson,
        '{"Puts":1}',
        '{"Puts":[null]}',
        '{"Puts":[{"Key":"a"}]}',
        '{"Deletes":{}}',
        '{"Deletes":[1]}',
      ].map((body) => ({ path: `/key-value-stores/${store}/keys`, headers, body, error })),
      ...[...notJson, '{}', '{"Value":1}'].map((body) => ({
        method: 'PUT',
        path: `/key-value-stores/${store}/keys/a`,
        headers,
        body,
        error,
      })),
    ];
  },
};

describe('broken JSON to the AWS endpoint', () => {
  it('is tried on every room, or what it speaks instead', () => {
    // These have no API of their own.
    const others = ['iam', 'gateway'];
    expect([...Object.keys(calls), ...Object.keys(elsewhere)].sort()).toEqual(
      rooms
        .map(({ name }) => name)
        .filter((name) => !others.includes(name))
        .sort(),
    );
  });

  it.each(Object.entries(calls))('gets an error of %s', async (_, target) => {
    const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' };
    for (const body of ['{"a":', '[]', '"text"', 'null', '7', '\0', '{"__proto__":{"x":1}}']) {
      const response = await fetch(cloud.endpoint, { method: 'POST', headers, body });
      const text = await response.text();
      expect([body, response.status, text]).toEqual([body, 400, expect.stringMatching(/"__type":"[^"]+"/)]);
    }
  });

  it.each(Object.entries(elsewhere))('gets an error of the other protocol of %s', async (_, requests) => {
    for (const { method = 'POST', path, headers, body, error } of requests(cloud)) {
      const response = await fetch(cloud.endpoint + path, { method, headers, body });
      const answer = { path, body, status: response.status, text: await response.text() };
      const type = response.headers.get('x-amzn-errortype') ?? '';
      expect(answer).toMatchObject({ path, body, status: expect.toSatisfy((it) => it >= 400 && it < 500) });
      expect(`${type} ${answer.text}`).toContain(error);
    }
  });

  it('and leaves all as it was', async () => {
    expect((await (await fetch(`${cloud.endpoint}/site?list-type=2`)).text()).match(/<Key>/g)).toHaveLength(
      2,
    );
  });

  it.each([
    '/site?list-type=2&max-keys=nonsense',
    '/%E0%A4%A',
  ])('and broken URLs get an error of S3: %s', async (path) => {
    expect((await fetch(cloud.endpoint + path)).status).toBe(400);
  });
});

describe('the path to an S3 origin', () => {
  /** The path as it is, which `fetch` would make tidy first. */
  const get = (path: string): Promise<{ status: number; text: string }> =>
    new Promise((done, fail) => {
      const { port } = new URL([...urls.values()][0]!);
      const socket = connect(Number(port), '127.0.0.1');
      let answer = '';
      socket.on('data', (chunk) => (answer += chunk));
      socket.on('error', fail);
      socket.on('close', () => done({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]), text: answer }));
      socket.end(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    });

  it('leads to an object', async () => {
    expect(await get('/page.txt')).toMatchObject({ status: 200, text: expect.stringContaining('page') });
  });

  it.each([
    '/../private.txt',
    '/../../secret.txt',
    '/%2e%2e/private.txt',
    '/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/..%5c..%5csecret.txt',
    '/....//....//secret.txt',
    '/page.txt/../../private.txt',
    '//etc/passwd',
    '/%00/page.txt',
    '/%E0%A4%A',
    'http://localhost/../private.txt',
  ])('never out of it: %s', async (path) => {
    const { status, text } = await get(path);
    expect(text).not.toMatch(/not yours|root:/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });
});

describe('every port', () => {
  it('listens on the loopback interface only', async () => {
    const page = await startConsole({
      ...cloud,
      port: 0,
      differences: () => ({ notices: [], simpler: [], withoutEffect: [] }),
      setOutage: () => {},
    });
    try {
      for (const url of [cloud.endpoint, page.url, ...urls.values()])
        expect([url, await reachableAt(Number(new URL(url).port))]).toEqual([url, ['127.0.0.1']]);
    } finally {
      await page.close();
    }
  });
});
