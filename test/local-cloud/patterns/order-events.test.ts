/**
 * The promise of pattern 2's events: who listens on the bus as the README says hears of each order that is stored, once,
 * in the words of the contract.
 */
import { ListQueuesCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FileTree } from '../../../src/generate/file-tree.ts';
import { render } from '../../../src/generate/render.ts';
import { type LocalCloud, startLocal } from '../../../src/local-cloud/start.ts';
import { answersOf } from '../../matrix/rows.ts';
import { written } from './projects.ts';

let local: LocalCloud;
let sqs: SQSClient;
let dispose = () => {};
beforeAll(async () => {
  const answers = answersOf({ pattern: 'microservices', name: 'Shop', services: ['orders'] });
  const project = written(withListener(render(answers, new Uint8Array())));
  dispose = project.dispose;
  local = await startLocal({ root: project.root, port: 0 });
  const { AWS_REGION: region, AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = local.env;
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
  sqs = new SQSClient({ endpoint: local.endpoint, region, credentials });
});
afterAll(async () => {
  sqs?.destroy();
  await local?.close();
  dispose();
});

/** The project with a queue that a rule on the bus of the orders passes them on to. */
function withListener(tree: FileTree): FileTree {
  const path = 'services/orders/infra/order-events.ts';
  const source = Buffer.from(tree.get(path)?.content ?? '').toString('utf8');
  const bus = 'const bus = new EventBus(this, "Bus");\n';
  if (!source.includes(bus)) throw new Error(`${path} has no bus`);
  const listener = `
    new Rule(this, "ToBilling", {
      eventBus: bus,
      eventPattern: { detailType: ["OrderPlaced"] },
      targets: [new SqsQueue(new Queue(this, "Billing"))],
    });
`;
  const imports = `import { Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { Queue } from "aws-cdk-lib/aws-sqs";
`;
  const content = Buffer.from(imports + source.replace(bus, bus + listener));
  return new Map(tree).set(path, { content, mode: 0o644 });
}

async function received(QueueUrl: string, WaitTimeSeconds: number): Promise<Message[]> {
  const command = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds, MaxNumberOfMessages: 10 });
  return (await sqs.send(command)).Messages ?? [];
}

it('tells of an order that is placed, and of no change of it', async () => {
  const { QueueUrls: [queue = ''] = [] } = await sqs.send(new ListQueuesCommand());
  const content = { customerId: 'c-1', items: [{ sku: 'tea', quantity: 2, unitPriceCents: 450 }] };
  const url = `${local.url('API')}/orders`;
  const send = (method: string, path: string, body: object, key: string) =>
    fetch(url + path, {
      method,
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    });
  const place = async (key: string) =>
    (await (await send('POST', '', content, key)).json()) as { id: string; createdAt: string };
  const first = await place('first');
  expect((await send('PUT', `/${first.id}`, { ...content, version: 1 }, 'change')).status).toBe(200);
  expect((await place('first')).id).toBe(first.id);
  const second = await place('second');

  const messages: Message[] = [];
  while (!messages.some(({ Body }) => Body?.includes(second.id))) {
    const more = await received(queue, 20);
    if (more.length === 0) break;
    messages.push(...more);
  }
  expect(messages.map(({ Body = '' }) => JSON.parse(Body))).toMatchObject(
    [first, second].map(({ id, createdAt }) => ({
      source: 'orders',
      'detail-type': 'OrderPlaced',
      detail: { orderId: id, customerId: 'c-1', totalCents: 900, placedAt: createdAt },
    })),
  );
});
