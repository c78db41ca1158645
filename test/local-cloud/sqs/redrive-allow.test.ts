/** Which queues a dead-letter queue takes messages of (SQS API reference, SetQueueAttributes, 2026). */
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sqs } from '../../../src/local-cloud/aws/sqs/service.ts';
import { account, type Harness, type Resources, region, startHarness } from '../harness.ts';

const arnOf = (name: string) => `arn:aws:sqs:${region}:${account}:${name}`;
const dead = (name: string, RedriveAllowPolicy: object): Resources[string] => ({
  Type: 'AWS::SQS::Queue',
  Properties: { QueueName: name, RedriveAllowPolicy },
});
const source = (name: string, target: string): Resources[string] => ({
  Type: 'AWS::SQS::Queue',
  Properties: {
    QueueName: name,
    RedrivePolicy: { deadLetterTargetArn: arnOf(target), maxReceiveCount: 3 },
  },
});
const resources: Resources = {
  All: dead('all', { redrivePermission: 'allowAll' }),
  None: dead('none', { redrivePermission: 'denyAll' }),
  Some: dead('some', { redrivePermission: 'byQueue', sourceQueueArns: [arnOf('orders')] }),
  Orders: source('orders', 'some'),
  Others: source('others', 'some'),
  Anyone: source('anyone', 'all'),
};
let cloud: Harness;
let client: SQSClient;

beforeAll(async () => {
  cloud = await startHarness({ services: [sqs], resources });
  client = new SQSClient(cloud.client);
});
afterAll(async () => {
  client.destroy();
  await cloud.close();
});

const url = (name: string) => `${cloud.endpoint}/${account}/${name}`;
const policy = (target: string) => JSON.stringify({ deadLetterTargetArn: arnOf(target), maxReceiveCount: 2 });
const set = (name: string, Attributes: Record<string, string>) =>
  client.send(new SetQueueAttributesCommand({ QueueUrl: url(name), Attributes }));
const redriveOf = async (name: string) =>
  (
    await client.send(
      new GetQueueAttributesCommand({ QueueUrl: url(name), AttributeNames: ['RedrivePolicy'] }),
    )
  ).Attributes?.RedrivePolicy;

it('a template whose queue is not allowed is named, and that queue has no dead-letter queue', async () => {
  expect(cloud.deployNotices()).toEqual([
    `test/Others goes without its RedrivePolicy, which SQS refuses: Invalid value for the parameter RedrivePolicy. Reason: The RedriveAllowPolicy of some does not allow ${arnOf('others')}.`,
  ]);
  expect(await redriveOf('orders')).toContain(arnOf('some'));
  expect(await redriveOf('anyone')).toContain(arnOf('all'));
  expect(await redriveOf('others')).toBeUndefined();
});

it('calls are refused for queues that are not allowed', async () => {
  const refused = { name: 'InvalidAttributeValue', message: expect.stringContaining('RedriveAllowPolicy') };
  await expect(set('others', { RedrivePolicy: policy('some') })).rejects.toMatchObject(refused);
  await expect(set('orders', { RedrivePolicy: policy('none') })).rejects.toMatchObject(refused);
  const create = (RedrivePolicy: string) =>
    client.send(new CreateQueueCommand({ QueueName: 'made', Attributes: { RedrivePolicy } }));
  await expect(create(policy('none'))).rejects.toMatchObject(refused);
  await create(policy('all'));
  await set('some', {
    RedriveAllowPolicy: JSON.stringify({
      redrivePermission: 'byQueue',
      sourceQueueArns: [arnOf('orders'), arnOf('others')],
    }),
  });
  await set('others', { RedrivePolicy: policy('some') });
  expect(await redriveOf('others')).toBe(policy('some'));
});

it.each([
  [{ redrivePermission: 'some' }],
  [{ redrivePermission: 'byQueue' }],
  [{ redrivePermission: 'byQueue', sourceQueueArns: Array(11).fill(arnOf('orders')) }],
  [{ redrivePermission: 'denyAll', sourceQueueArns: [arnOf('orders')] }],
])('%j is no policy', async (document) => {
  await expect(set('all', { RedriveAllowPolicy: JSON.stringify(document) })).rejects.toMatchObject({
    name: 'InvalidAttributeValue',
  });
});
