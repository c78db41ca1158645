/** What a role needs to move dead letters back: all that the move does with both queues. */
import {
  CancelMessageMoveTaskCommand,
  ListMessageMoveTasksCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqs } from '../../../src/local-cloud/aws/sqs/service.ts';
import { credentials } from '../../../src/local-cloud/credentials.ts';
import { iam } from '../../../src/local-cloud/iam/service.ts';
import { account, type Harness, type Resources, region, startHarness } from '../harness.ts';

const arnOf = (name: string) => `arn:aws:sqs:${region}:${account}:${name}`;
const onDead = [
  'sqs:StartMessageMoveTask',
  'sqs:ListMessageMoveTasks',
  'sqs:CancelMessageMoveTask',
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
];
/** A role with all permissions of the dead letters but one, and of the queues that are named. */
const mover = (RoleName: string, without: string, ...sendTo: string[]): Resources => ({
  [RoleName]: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName,
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              {
                Effect: 'Allow',
                Action: onDead.filter((action) => action !== without),
                Resource: arnOf('dead'),
              },
              ...sendTo.map((name) => ({
                Effect: 'Allow',
                Action: 'sqs:SendMessage',
                Resource: arnOf(name),
              })),
            ],
          },
        },
      ],
    },
  },
});

let cloud: Harness;
const clients: SQSClient[] = [];
beforeAll(async () => {
  cloud = await startHarness({
    services: [iam, sqs],
    resources: {
      Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
      Orders: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          QueueName: 'orders',
          RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 1 },
        },
      },
      Other: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'other' } },
      ...mover('all', '', 'orders'),
      ...mover('sender', '', 'other'),
      ...mover('noreceive', 'sqs:ReceiveMessage', 'orders'),
      ...mover('nodelete', 'sqs:DeleteMessage', 'orders'),
      ...mover('noattributes', 'sqs:GetQueueAttributes', 'orders'),
    },
  });
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await cloud.close();
});

function as(role?: string): SQSClient {
  const keys = role ? { credentials: credentials(`arn:aws:iam::${account}:role/${role}`) } : {};
  const client = new SQSClient({ ...cloud.client, ...keys });
  clients.push(client);
  return client;
}
const start = (role: string | undefined, DestinationArn?: string) =>
  as(role).send(new StartMessageMoveTaskCommand({ SourceArn: arnOf('dead'), DestinationArn }));

describe('a move', () => {
  it.each([
    ['noreceive', 'sqs:ReceiveMessage'],
    ['nodelete', 'sqs:DeleteMessage'],
    ['noattributes', 'sqs:GetQueueAttributes'],
  ])('is not begun, listed or ended by a role %s', async (role, action) => {
    const refused = { Code: 'AccessDenied', message: expect.stringContaining(`${action} on resource`) };
    await expect(start(role)).rejects.toMatchObject(refused);
    const list = new ListMessageMoveTasksCommand({ SourceArn: arnOf('dead') });
    await expect(as(role).send(list)).rejects.toMatchObject(refused);
    const handle = Buffer.from(JSON.stringify({ taskId: 'x', sourceArn: arnOf('dead') })).toString('base64');
    const cancel = new CancelMessageMoveTaskCommand({ TaskHandle: handle });
    await expect(as(role).send(cancel)).rejects.toMatchObject(refused);
  });

  it('needs to send to where the messages go: the queues that they came from, or another', async () => {
    await as().send(
      new SendMessageCommand({ QueueUrl: `${cloud.endpoint}/${account}/dead`, MessageBody: 'x' }),
    );
    const refused = { Code: 'AccessDenied', message: expect.stringContaining('sqs:SendMessage on resource') };
    await expect(start('sender')).rejects.toMatchObject(refused);
    await expect(start('all', arnOf('other'))).rejects.toMatchObject(refused);
    await expect(start('sender', arnOf('other'))).resolves.toHaveProperty('TaskHandle');
    await expect(start('all')).resolves.toHaveProperty('TaskHandle');
    await expect(start(undefined)).resolves.toHaveProperty('TaskHandle');
  });
});
