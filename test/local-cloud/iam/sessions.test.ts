/** Functions that share a role call with keys of their own, under their own names. */
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sqs } from '../../../src/local-cloud/aws/sqs/service.ts';
import type { Credentials } from '../../../src/local-cloud/credentials.ts';
import type { Denial } from '../../../src/local-cloud/iam/authorize.ts';
import { iam } from '../../../src/local-cloud/iam/service.ts';
import { account, type Harness, region } from '../harness.ts';
import { call, codeFolder, functionOf, startLambda } from '../lambda/fixture.ts';

const code = codeFolder();
const Role = { 'Fn::GetAtt': ['Shared', 'Arn'] };
const session = (name: string) => `arn:aws:sts::${account}:assumed-role/shared/${name}`;
let harness: Harness;
let QueueUrl: string;

beforeAll(async () => {
  const own = code.write(
    'own',
    `export const handler = async () => ({
      accessKeyId: process.env.AWS_ACCESS_KEY_ID,
      secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
      sessionToken: process.env.AWS_SESSION_TOKEN,
    });`,
  );
  harness = await startLambda(
    {
      Shared: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'shared',
          Path: '/services/',
          Policies: [
            {
              PolicyDocument: {
                Statement: {
                  Effect: 'Allow',
                  Action: ['sqs:SendMessage', 'sqs:ReceiveMessage'],
                  Resource: '*',
                  Condition: {
                    ArnEquals: {
                      'lambda:SourceFunctionArn': `arn:aws:lambda:${region}:${account}:function:writer`,
                    },
                  },
                },
              },
            },
          ],
        },
      },
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } },
      writer: functionOf('writer', own, { Role }),
      reader: functionOf('reader', own, { Role }),
    },
    {},
    [iam, sqs],
  );
  QueueUrl = `${harness.endpoint}/${account}/jobs`;
});
afterAll(async () => {
  await harness.close();
  code.dispose();
});

/** A client of SQS with what a function finds in its environment, and the answer of STS to it. */
async function as(name: string) {
  const keys = (await call(harness, name, {})).value as Credentials;
  const identity = await fetch(harness.endpoint, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${keys.accessKeyId}/20260101/${region}/sts/aws4_request`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'Action=GetCallerIdentity&Version=2011-06-15',
  });
  const text = await identity.text();
  const part = (tag: string) => new RegExp(`<${tag}>([^<]*)<`).exec(text)?.[1];
  return {
    keys,
    arn: part('Arn'),
    userId: part('UserId'),
    client: new SQSClient({ ...harness.client, credentials: keys }),
  };
}

it('signs with keys of its own, behind which AWS sees its role and its name', async () => {
  const [writer, reader] = [await as('writer'), await as('reader')];
  expect(writer.keys.accessKeyId).not.toBe(reader.keys.accessKeyId);
  expect([writer.arn, reader.arn]).toEqual([session('writer'), session('reader')]);
  expect(writer.userId).toMatch(/^AROA[A-Z2-7]{17}:writer$/);
  expect(reader.userId).toBe(writer.userId?.replace('writer', 'reader'));
  writer.client.destroy();
  reader.client.destroy();
});

it('is named in refusals, in the trace and to who receives its messages', async () => {
  const [writer, reader] = [await as('writer'), await as('reader')];
  const send = new SendMessageCommand({ QueueUrl, MessageBody: 'x' });
  await writer.client.send(send);
  const receive = new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames: ['SenderId'] });
  const { Messages = [] } = await writer.client.send(receive);
  expect(Messages[0]?.Attributes?.SenderId).toBe(writer.userId);
  await expect(reader.client.send(send)).rejects.toMatchObject({
    Code: 'AccessDenied',
    message: expect.stringContaining(`User: ${session('reader')} is not authorized`),
  });
  const refused = harness.log.events().find(({ source, detail }) => source === 'iam' && detail);
  expect(refused?.text).toContain(`${session('reader')} may not sqs:SendMessage`);
  expect((refused?.detail as Denial).caller).toMatchObject({ session: 'reader' });
  writer.client.destroy();
  reader.client.destroy();
});
