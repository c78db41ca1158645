/** What `--persist` keeps of the rooms other than DynamoDB and Cognito, which have tests of their own. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { events } from '../../../src/local-cloud/aws/events/service.ts';
import { kinesis } from '../../../src/local-cloud/aws/kinesis/service.ts';
import { s3 } from '../../../src/local-cloud/aws/s3/service.ts';
import { secrets } from '../../../src/local-cloud/aws/secrets/service.ts';
import { sqs } from '../../../src/local-cloud/aws/sqs/service.ts';
import { ssm } from '../../../src/local-cloud/aws/ssm/service.ts';
import { cloudfront } from '../../../src/local-cloud/cloudfront/service.ts';
import { callJson } from '../../../src/local-cloud/gateway/aws/call.ts';
import { type Harness, type Resources, region, startHarness } from '../harness.ts';

const resources: Resources = {
  Jobs: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs', VisibilityTimeout: 1 } },
  Ordered: {
    Type: 'AWS::SQS::Queue',
    Properties: { QueueName: 'ordered.fifo', FifoQueue: true, ContentBasedDeduplication: true },
  },
  Clicks: { Type: 'AWS::Kinesis::Stream', Properties: { Name: 'clicks', ShardCount: 1 } },
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'shop' } },
  Files: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'files' } },
  Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'key', SecretString: 'first' } },
  Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/a', Type: 'String', Value: 'first' } },
  Weights: { Type: 'AWS::CloudFront::KeyValueStore', Properties: { Name: 'weights' } },
};
const services = [s3, sqs, kinesis, events, secrets, ssm, cloudfront];

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'persist-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 }));

/** One life of the local cloud on the same folder. */
async function live(
  work: (harness: Harness, clients: ReturnType<typeof clientsOf>) => Promise<void>,
): Promise<void> {
  const harness = await startHarness({ services, resources, dataDir });
  const clients = clientsOf(harness);
  try {
    await work(harness, clients);
  } finally {
    for (const client of Object.values(clients)) client.destroy();
    await harness.close();
  }
}

const clientsOf = ({ client }: Harness) => ({
  sqs: new SQSClient(client),
  kinesis: new KinesisClient(client),
  events: new EventBridgeClient(client),
  s3: new S3Client({ ...client, forcePathStyle: true }),
});
const urlOf = async (client: SQSClient, QueueName: string) =>
  (await client.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl!;
const bodies = async (client: SQSClient, name: string) => {
  const input = { QueueUrl: await urlOf(client, name), MaxNumberOfMessages: 10, VisibilityTimeout: 0 };
  return ((await client.send(new ReceiveMessageCommand(input))).Messages ?? []).map(({ Body }) => Body);
};
const call = async ({ cloud }: Harness, service: string, action: string, input: object) =>
  JSON.parse(
    String(
      (await callJson(cloud, { service, region, caller: {}, traceId: '' }, action, JSON.stringify(input)))
        .body,
    ),
  );

describe('over a restart', () => {
  it('SQS keeps messages, order, deduplication and queues that calls made', async () => {
    const send = { MessageBody: 'once', MessageGroupId: 'g' };
    await live(async (_, clients) => {
      await clients.sqs.send(new CreateQueueCommand({ QueueName: 'made' }));
      for (const name of ['jobs', 'made']) {
        const QueueUrl = await urlOf(clients.sqs, name);
        await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: `to ${name}` }));
      }
      const QueueUrl = await urlOf(clients.sqs, 'ordered.fifo');
      for (const MessageBody of ['once', 'twice']) {
        await clients.sqs.send(new SendMessageCommand({ ...send, QueueUrl, MessageBody }));
      }
    });
    await live(async (_, clients) => {
      expect(await bodies(clients.sqs, 'jobs')).toEqual(['to jobs']);
      expect(await bodies(clients.sqs, 'made')).toEqual(['to made']);
      const QueueUrl = await urlOf(clients.sqs, 'ordered.fifo');
      await clients.sqs.send(new SendMessageCommand({ ...send, QueueUrl }));
      expect(await bodies(clients.sqs, 'ordered.fifo')).toEqual(['once', 'twice']);
    });
  });

  it('a message in flight comes back when its time is over, and counts its receives on', async () => {
    await live(async (_, clients) => {
      const QueueUrl = await urlOf(clients.sqs, 'jobs');
      await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'slow' }));
      await clients.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    });
    await live(async (_, clients) => {
      const QueueUrl = await urlOf(clients.sqs, 'jobs');
      const input = {
        QueueUrl,
        WaitTimeSeconds: 20,
        MessageSystemAttributeNames: ['ApproximateReceiveCount' as const],
      };
      const { Messages } = await clients.sqs.send(new ReceiveMessageCommand(input));
      expect(Messages).toMatchObject([{ Body: 'slow', Attributes: { ApproximateReceiveCount: '2' } }]);
    });
  });

  it('Kinesis keeps records and their sequence numbers', async () => {
    let first: string | undefined;
    const put = { StreamName: 'clicks', PartitionKey: 'p', Data: Buffer.from('one') };
    await live(async (_, clients) => {
      first = (await clients.kinesis.send(new PutRecordCommand(put))).SequenceNumber;
    });
    await live(async (_, clients) => {
      const second = (await clients.kinesis.send(new PutRecordCommand({ ...put, Data: Buffer.from('two') })))
        .SequenceNumber;
      expect(BigInt(second!)).toBeGreaterThan(BigInt(first!));
      const shard = {
        StreamName: 'clicks',
        ShardId: 'shardId-000000000000',
        ShardIteratorType: 'TRIM_HORIZON' as const,
      };
      const { ShardIterator } = await clients.kinesis.send(new GetShardIteratorCommand(shard));
      const { Records } = await clients.kinesis.send(new GetRecordsCommand({ ShardIterator }));
      expect(
        Records?.map(({ Data, SequenceNumber }) => [Buffer.from(Data!).toString(), SequenceNumber]),
      ).toEqual([
        ['one', first],
        ['two', second],
      ]);
    });
  });

  it('EventBridge keeps rules that calls made, and they work', async () => {
    await live(async ({ cloud }, clients) => {
      const rule = { Name: 'all', EventBusName: 'shop', EventPattern: '{"source":["shop"]}' };
      await clients.events.send(new PutRuleCommand(rule));
      const Arn = cloud.model.byType('AWS::SQS::Queue').find(({ ref }) => ref.endsWith('/jobs'))!.arn;
      await clients.events.send(
        new PutTargetsCommand({ Rule: 'all', EventBusName: 'shop', Targets: [{ Id: 't', Arn }] }),
      );
    });
    await live(async (_, clients) => {
      const bus = { EventBusName: 'shop' };
      expect((await clients.events.send(new ListRulesCommand(bus))).Rules).toMatchObject([{ Name: 'all' }]);
      expect(
        (await clients.events.send(new ListTargetsByRuleCommand({ ...bus, Rule: 'all' }))).Targets,
      ).toHaveLength(1);
      const Entries = [{ ...bus, Source: 'shop', DetailType: 'd', Detail: '{}' }];
      await clients.events.send(new PutEventsCommand({ Entries }));
      await vi.waitFor(async () => expect(await bodies(clients.sqs, 'jobs')).toHaveLength(1), {
        timeout: 60_000,
      });
    });
  });

  it('S3 keeps objects with their headers, and no bodies of those that are gone', async () => {
    const Bucket = 'files';
    await live(async (_, clients) => {
      const put = (Key: string, Body: Buffer) =>
        clients.s3.send(
          new PutObjectCommand({ Bucket, Key, Body, ContentType: 'image/png', Metadata: { a: 'b' } }),
        );
      await put('kept', Buffer.from([0, 255, 1]));
      await put('changed', Buffer.from('before'));
      await put('changed', Buffer.from('after'));
      await put('deleted', Buffer.from('x'));
      await clients.s3.send(new DeleteObjectCommand({ Bucket, Key: 'deleted' }));
    });
    await live(async (_, clients) => {
      const { Contents } = await clients.s3.send(new ListObjectsV2Command({ Bucket }));
      expect(Contents?.map(({ Key }) => Key)).toEqual(['changed', 'kept']);
      const kept = await clients.s3.send(new GetObjectCommand({ Bucket, Key: 'kept' }));
      expect(kept).toMatchObject({ ContentType: 'image/png', Metadata: { a: 'b' } });
      expect([...(await kept.Body!.transformToByteArray())]).toEqual([0, 255, 1]);
      const changed = await clients.s3.send(new GetObjectCommand({ Bucket, Key: 'changed' }));
      expect(await changed.Body!.transformToString()).toBe('after');
    });
    expect(readdirSync(join(dataDir, 's3', 'objects'))).toHaveLength(2);
  });

  it('secrets, parameters and key value stores keep what was put', async () => {
    await live(async (harness) => {
      await call(harness, 'secretsmanager', 'PutSecretValue', { SecretId: 'key', SecretString: 'second' });
      await call(harness, 'ssm', 'PutParameter', { Name: '/a', Value: 'second', Overwrite: true });
      await putWeight(harness, '{"Value":"30"}');
    });
    await live(async (harness) => {
      expect(await call(harness, 'secretsmanager', 'GetSecretValue', { SecretId: 'key' })).toMatchObject({
        SecretString: 'second',
      });
      expect(await call(harness, 'ssm', 'GetParameter', { Name: '/a' })).toMatchObject({
        Parameter: { Value: 'second', Version: 2 },
      });
      const { keyValueStores } = (await harness.rooms.get('cloudfront')!.snapshot!()) as {
        keyValueStores: unknown;
      };
      expect(keyValueStores).toMatchObject([{ values: { weight: '30' } }]);
    });
  });
});

/** The data API of key value stores speaks REST. */
async function putWeight({ cloud }: Harness, body: string): Promise<void> {
  const [store] = cloud.model.byType('AWS::CloudFront::KeyValueStore');
  const path = `/key-value-stores/${encodeURIComponent(store!.arn)}/keys`;
  const request = {
    service: 'cloudfront-keyvaluestore',
    region,
    action: '',
    query: new URLSearchParams(),
    caller: {},
  };
  const { headers = {} } = await cloud.aws({
    ...request,
    method: 'GET',
    path: path.replace(/\/keys$/, ''),
    headers: {},
    body: Buffer.alloc(0),
  });
  const answer = await cloud.aws({
    ...request,
    method: 'PUT',
    path: `${path}/weight`,
    headers: { 'if-match': headers.etag ?? headers.ETag ?? '' },
    body: Buffer.from(body),
  });
  expect(answer.status, String(answer.body)).toBe(200);
}

describe('over a new synth', () => {
  it('all of it stays', async () => {
    await live(async (harness, clients) => {
      const QueueUrl = await urlOf(clients.sqs, 'jobs');
      await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'stays' }));
      await clients.kinesis.send(
        new PutRecordCommand({ StreamName: 'clicks', PartitionKey: 'p', Data: Buffer.from('one') }),
      );
      await clients.events.send(
        new PutRuleCommand({ Name: 'all', EventBusName: 'shop', EventPattern: '{"source":["shop"]}' }),
      );
      await clients.s3.send(new PutObjectCommand({ Bucket: 'files', Key: 'kept', Body: 'x' }));
      await call(harness, 'secretsmanager', 'PutSecretValue', { SecretId: 'key', SecretString: 'second' });
      await call(harness, 'ssm', 'PutParameter', { Name: '/a', Value: 'second', Overwrite: true });
      await putWeight(harness, '{"Value":"30"}');
      await harness.redeploy({
        ...resources,
        More: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'more' } },
      });
      expect(await bodies(clients.sqs, 'jobs')).toEqual(['stays']);
      expect((await clients.events.send(new ListRulesCommand({ EventBusName: 'shop' }))).Rules).toHaveLength(
        1,
      );
      expect((await clients.s3.send(new ListObjectsV2Command({ Bucket: 'files' }))).KeyCount).toBe(1);
      expect(await call(harness, 'secretsmanager', 'GetSecretValue', { SecretId: 'key' })).toMatchObject({
        SecretString: 'second',
      });
      expect(await call(harness, 'ssm', 'GetParameter', { Name: '/a' })).toMatchObject({
        Parameter: { Value: 'second' },
      });
      const { streams } = (await harness.rooms.get('kinesis')!.snapshot!()) as {
        streams: { shards: { records: number }[] }[];
      };
      expect(streams[0]?.shards[0]?.records).toBe(1);
      const { keyValueStores } = (await harness.rooms.get('cloudfront')!.snapshot!()) as {
        keyValueStores: unknown;
      };
      expect(keyValueStores).toMatchObject([{ values: { weight: '30' } }]);
    });
  });
});

describe('after a crash', () => {
  it('what was acknowledged is on disk a moment later, without an orderly end', async () => {
    const file = join(dataDir, 'sqs', 'state.json');
    await live(async (_, clients) => {
      const QueueUrl = await urlOf(clients.sqs, 'jobs');
      await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'crash' }));
      await vi.waitFor(() => expect(existsSync(file) && readFileSync(file, 'utf8')).toContain('crash'), {
        timeout: 60_000,
      });
    });
  });

  it('a half-written file is no harm', async () => {
    await live(async (_, clients) => {
      const QueueUrl = await urlOf(clients.sqs, 'jobs');
      await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'whole' }));
    });
    writeFileSync(join(dataDir, 'sqs', 'state.json.new'), '{"queues":[{"arn"');
    await live(async (_, clients) => expect(await bodies(clients.sqs, 'jobs')).toEqual(['whole']));
  });

  it('a file that is no JSON is named with what it holds, and left as it is', async () => {
    await live(async (_, clients) => {
      const QueueUrl = await urlOf(clients.sqs, 'jobs');
      await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    });
    const file = join(dataDir, 'sqs', 'state.json');
    writeFileSync(file, 'broken');
    await expect(live(async () => {})).rejects.toThrow(
      /state\.json is not JSON: mend or delete it; it holds the messages of the queues/,
    );
    expect(readFileSync(file, 'utf8')).toBe('broken');
  });
});

describe('a reset', () => {
  it('empties the disk too', async () => {
    await live(async (harness, clients) => {
      const QueueUrl = await urlOf(clients.sqs, 'jobs');
      await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
      await clients.s3.send(new PutObjectCommand({ Bucket: 'files', Key: 'k', Body: 'x' }));
      await harness.reset();
    });
    await live(async (_, clients) => {
      expect(await bodies(clients.sqs, 'jobs')).toEqual([]);
      expect((await clients.s3.send(new ListObjectsV2Command({ Bucket: 'files' }))).KeyCount).toBe(0);
    });
  });
});
