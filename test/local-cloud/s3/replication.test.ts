import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { s3 } from '../../../src/local-cloud/aws/s3/service.ts';
import { iam } from '../../../src/local-cloud/iam/service.ts';
import { findBucket } from '../../../src/local-cloud/outage.ts';
import { type Harness, type Resources, startHarness } from '../harness.ts';

const versioned = { VersioningConfiguration: { Status: 'Enabled' } };
const arnOf = (id: string, path = '') => ({ 'Fn::Join': ['', [{ 'Fn::GetAtt': [id, 'Arn'] }, path]] });

/** `Own` is copied to `Standby`: all below `kept/`, without what was deleted, or everything. */
function resources(more: { rule?: object; actions?: string[]; standby?: object } = {}): Resources {
  const actions = more.actions ?? ['s3:ReplicateObject', 's3:ReplicateDelete'];
  const allow = (Action: string[], Resource: unknown) => ({ Effect: 'Allow', Action, Resource });
  return {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {},
      },
    },
    Policy: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'replicate',
        Roles: [{ Ref: 'Role' }],
        PolicyDocument: {
          Statement: [
            allow(['s3:GetReplicationConfiguration'], arnOf('Own')),
            allow(['s3:GetObjectVersionForReplication'], arnOf('Own', '/*')),
            allow(actions, arnOf('Standby', '/*')),
          ],
        },
      },
    },
    Standby: { Type: 'AWS::S3::Bucket', Properties: more.standby ?? versioned },
    Own: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        ...versioned,
        ReplicationConfiguration: {
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Rules: [
            {
              Status: 'Enabled',
              Filter: { Prefix: '' },
              DeleteMarkerReplication: { Status: 'Enabled' },
              Destination: { Bucket: arnOf('Standby') },
              ...more.rule,
            },
          ],
        },
      },
    },
  } as unknown as Resources;
}

let harness: Harness;
let client: S3Client;
let outages: Set<string>;
beforeAll(async () => {
  outages = new Set();
  harness = await startHarness({ services: [iam, s3], resources: resources(), outages });
  client = new S3Client({ ...harness.client, maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  await harness.close();
});

const bucket = (id: string) => findBucket(harness.cloud.model, id).ref;
const put = (Key: string) => client.send(new PutObjectCommand({ Bucket: bucket('Own'), Key, Body: Key }));
const keysOf = async (id: string) => {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket(id) }));
  return Contents.map(({ Key }) => Key);
};
const notices = () =>
  harness.log.events().filter(({ kind, text }) => kind === 'notice' && /replicated/.test(text));

describe('replication', () => {
  it('copies what is put, with its bytes and headers, and takes along what is deleted', async () => {
    await put('kept/a');
    await put('b');
    await put('c');
    expect(await keysOf('Standby')).toEqual(['b', 'c', 'kept/a']);
    const copy = await client.send(new GetObjectCommand({ Bucket: bucket('Standby'), Key: 'kept/a' }));
    expect(await copy.Body!.transformToString()).toBe('kept/a');
    const Bucket = bucket('Own');
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'b' }));
    await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'c' }] } }));
    expect(await keysOf('Standby')).toEqual(['kept/a']);
    expect(notices()).toEqual([]);
  });

  it('does not go back', async () => {
    await client.send(new PutObjectCommand({ Bucket: bucket('Standby'), Key: 'standby', Body: '' }));
    expect(await keysOf('Own')).toEqual(['kept/a']);
  });

  it('keeps to the prefix of a rule, and leaves what was deleted where the rule does not name it', async () => {
    await harness.redeploy(
      resources({ rule: { Filter: { Prefix: 'kept/' }, DeleteMarkerReplication: { Status: 'Disabled' } } }),
    );
    await put('kept/d');
    await put('other');
    await client.send(new DeleteObjectCommand({ Bucket: bucket('Own'), Key: 'kept/a' }));
    expect(await keysOf('Standby')).toEqual(['kept/a', 'kept/d', 'standby']);
  });

  it('says what stands in the way: a missing permission, or versions that are not kept', async () => {
    await harness.redeploy(resources({ actions: ['s3:ReplicateDelete'] }));
    await put('refused');
    expect(notices().at(-1)?.text).toMatch(/is not replicated: .*s3:ReplicateObject/);
    await harness.redeploy(resources({ standby: {} }));
    await put('refused');
    expect(notices().at(-1)?.text).toMatch(/Standby keeps no versions/);
    expect(await keysOf('Standby')).not.toContain('refused');
  });
});

it('a bucket that is out of order answers 503 to everybody, and then works again', async () => {
  const { arn, ref: Bucket } = findBucket(harness.cloud.model, 'Own');
  const get = () => client.send(new GetObjectCommand({ Bucket, Key: 'kept/d' }));
  outages.add(arn);
  await expect(get()).rejects.toMatchObject({
    name: 'ServiceUnavailable',
    $metadata: { httpStatusCode: 503 },
  });
  outages.delete(arn);
  expect((await get()).$metadata.httpStatusCode).toBe(200);
});

it('a bucket is found by its names, and by no others', () => {
  const { model } = harness.cloud;
  expect(findBucket(model, findBucket(model, 'Own').arn).logicalId).toBe('Own');
  expect(() => findBucket(model, 'Other')).toThrow('There is no bucket "Other". There are: Standby, Own.');
  expect(() => findBucket(model, 'test')).toThrow('stands for several buckets');
});
