import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildModel } from '../../../src/local-cloud/assembly/model.ts';
import type { Model } from '../../../src/local-cloud/contract.ts';
import { createListeners, type Listeners } from '../../../src/local-cloud/listeners.ts';
import { neededRooms } from '../../../src/local-cloud/needed-rooms.ts';
import { rooms } from '../../../src/local-cloud/services.ts';
import { account, type Harness, type Resources, region, startHarness } from '../harness.ts';

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

describe('broken JSON to the AWS endpoint', () => {
  it('is tried on every room that speaks JSON', () => {
    const others = ['iam', 's3', 'sns', 'lambda', 'gateway', 'cloudfront'];
    expect(Object.keys(calls).sort()).toEqual(
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
  const outside = Object.values(networkInterfaces())
    .flat()
    .filter((address) => address && !address.internal && address.family === 'IPv4')
    .map((address) => address!.address);

  it.each(['127.0.0.1', ...outside])('listens on the loopback interface only: %s', async (address) => {
    for (const url of [cloud.endpoint, ...urls.values()]) {
      const reached = await new Promise<boolean>((done) => {
        const socket = connect({ port: Number(new URL(url).port), host: address, timeout: 2000 });
        socket.on('connect', () => done(true));
        socket.on('error', () => done(false));
        socket.on('timeout', () => done(false));
        socket.on('close', () => socket.destroy());
      });
      expect([url, address, reached]).toEqual([url, address, address === '127.0.0.1']);
    }
  });
});
