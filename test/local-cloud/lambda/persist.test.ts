/** What `--persist` keeps of work that waits: events of asynchronous invocations, and records of tables' streams. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dynamodb } from '../../../src/local-cloud/aws/dynamodb/service.ts';
import type { Harness, Resources } from '../harness.ts';
import { fakeRoom } from './fake-sources.ts';
import {
  call,
  codeFolder,
  createGate,
  eventually,
  functionOf,
  gateCode,
  startLambda,
  traced,
} from './fixture.ts';

const code = codeFolder();
const outbox = fakeRoom([], []);
const folder = code.write(
  'all',
  `${gateCode}
import { writeFileSync } from 'node:fs';
export const handler = async ({ started, gate: path, down, Records = [] }) => {
  if (started) writeFileSync(started, '');
  await gate(path);
  if (down) throw new Error('down');
  if (Records.length > 0 && existsSync(process.env.DOWN)) throw new Error('down');
};`,
);
const down = createGate(code, 'down');
let dataDir: string;

const resources: Resources = {
  failures: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'failures' } },
  worker: functionOf('worker', folder, {
    Timeout: 60,
    Environment: { Variables: { DOWN: down.path } },
  }),
  workerConfig: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: {
      FunctionName: { Ref: 'worker' },
      Qualifier: '$LATEST',
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['failures', 'Arn'] } } },
    },
  },
  Orders: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'orders',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    },
  },
  mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': ['Orders', 'StreamArn'] },
      FunctionName: { Ref: 'worker' },
      StartingPosition: 'TRIM_HORIZON',
    },
  },
};

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'lambda-persist-'));
  rmSync(down.path, { force: true });
  outbox.sent.length = 0;
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 }));
afterAll(() => code.dispose());

/** One life of the local cloud on the same folder. */
async function live(work: (harness: Harness) => Promise<unknown>): Promise<void> {
  const config = { lambda: { streamRetryMs: 5 } };
  const harness = await startLambda(resources, { dataDir, config }, [outbox, dynamodb]);
  try {
    await work(harness);
  } finally {
    await harness.close();
  }
}

const invocations = (harness: Harness) =>
  harness.log
    .events()
    .filter(({ kind, source }) => kind === 'invoke' && source === 'worker')
    .map(({ status, detail }) => ({ status, event: JSON.parse((detail as { event: string }).event) }));

describe('over a restart', () => {
  it('an event that was being handled is handled again, under its request id', async () => {
    const gate = createGate(code, 'slow');
    const started = join(code.root, 'slow.started');
    let requestId = '';
    await live(async (harness) => {
      const event = { gate: gate.path, started };
      ({ requestId } = await call(harness, 'worker', event, { type: 'event' }));
      await eventually(() => existsSync(started)).toBe(true);
    });
    gate.open();
    await live(async (harness) => {
      const { status, detail } = await traced(harness, ({ kind }) => kind === 'invoke');
      expect({ status, detail }).toMatchObject({ status: 200, detail: { requestId } });
    });
    await live(async (harness) => {
      await call(harness, 'worker');
      expect(invocations(harness)).toHaveLength(1);
    });
  });

  it('attempts count on', async () => {
    await live(async (harness) => {
      await call(harness, 'worker', { down: true }, { type: 'event' });
      await traced(harness, ({ kind }) => kind === 'invoke');
    });
    expect(outbox.sent).toEqual([]);
    await live(() => eventually(() => outbox.sent.length).toBe(1));
    expect(JSON.parse(outbox.sent[0]!.input.MessageBody)).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      requestPayload: { down: true },
    });
  });

  it("what a table's stream holds is read on, and nothing twice", async () => {
    const ids = (harness: Harness, status: number) =>
      invocations(harness)
        .filter((each) => each.status === status)
        .flatMap(({ event }) => event.Records)
        .map(({ dynamodb: { Keys } }) => Keys.id.S);
    const put = async (harness: Harness, id: string) => {
      const client = new DynamoDBClient(harness.client);
      await client.send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: id } } }));
      client.destroy();
    };
    await live(async (harness) => {
      await put(harness, 'first');
      await eventually(() => ids(harness, 200)).toEqual(['first']);
      down.open();
      await put(harness, 'second');
      await eventually(() => ids(harness, 500)).toContain('second');
    });
    rmSync(down.path);
    await live(async (harness) => {
      await eventually(() => ids(harness, 200)).toEqual(['second']);
      await put(harness, 'third');
      await eventually(() => ids(harness, 200)).toEqual(['second', 'third']);
    });
  });

  it('after a reset nothing waits', async () => {
    const started = join(code.root, 'reset.started');
    await live(async (harness) => {
      const event = { gate: join(code.root, 'never.open'), started };
      await call(harness, 'worker', event, { type: 'event' });
      await eventually(() => existsSync(started)).toBe(true);
      await harness.reset();
    });
    await live(async (harness) => {
      await call(harness, 'worker');
      expect(invocations(harness)).toHaveLength(1);
    });
  });
});
