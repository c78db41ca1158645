/**
 * The promise of pattern 6, at full speed: whatever is sent while the worker is down is accepted, and once it is back all is
 * processed once, in the order of each customer where the intake keeps one.
 */

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KinesisClient, ListStreamsCommand, PutRecordCommand } from '@aws-sdk/client-kinesis';
import {
  ListStateMachinesCommand,
  paginateListExecutions,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import {
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { render } from '../../../src/generate/render.ts';
import { type LocalCloud, startLocal } from '../../../src/local-cloud/start.ts';
import { answersOf } from '../../matrix/rows.ts';
import { written } from './projects.ts';

const customers = 20;
/**
 * A hundred of each customer, and ten for the intakes that share what is behind them with others. `STORED_ORDERS=all` sends
 * as many to each.
 */
const many = 100;
const few = process.env.STORED_ORDERS === 'all' ? many : 10;
/** Customers who can have a message that is no order between the halves of their orders. */
const poisoned = ['c-0', 'c-9', 'c-19'];
const poisonOf = (customerId: string) => `This is no order of ${customerId}.`;
const seconds = 1000;
/** For tries of the few to end, and for a whole test with them. */
const soon = 6 * few * seconds;
const limit = 200_000 + 15 * few * seconds;

/**
 * Stands between Lambda and the worker, as long as the file `down` is there: fails at once or, when the file says so, at the
 * table, ends its process there, or is slow. Notes each order that was written to the table, in the order of the writes.
 */
const watchedWorker = `
import { TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { client } from "../../lib/table.ts";
import { handler as worker } from "./worker.ts";

const send = client.send.bind(client);
const isDown = (what) => existsSync(process.env.DOWN) && readFileSync(process.env.DOWN, "utf8") === what;
client.send = async (command) => {
  if (command instanceof TransactWriteCommand && isDown("table")) throw new Error("The table is down.");
  if (command instanceof TransactWriteCommand && isDown("end")) process.exit(1);
  const answer = await send(command);
  if (command instanceof TransactWriteCommand) {
    const { customerId, items } = command.input.TransactItems[1].Put.Item;
    appendFileSync(process.env.WRITTEN, customerId + " " + items[0].quantity + "\\n");
  }
  return answer;
};

export async function handler(event, context) {
  if (isDown("worker")) throw new Error("The worker is down.");
  if (isDown("slow")) await setTimeout(1000);
  return worker(event, context);
}
`;

let end: (() => Promise<void>) | undefined;
afterEach(async () => {
  await end?.();
  end = undefined;
});

interface Running {
  local: LocalCloud;
  sqs: SQSClient;
  kinesis: KinesisClient;
  /** URLs of the queues, by a part of their names. */
  queue(name: string): string;
  goDown(what?: 'worker' | 'table' | 'end' | 'slow'): void;
  comeBack(): void;
  /** Deploys the worker without its reserved concurrency. */
  setFree(): Promise<void>;
  /** Orders in the order in which they were written, as `customer number`. */
  written(): string[];
}

/** What makes a worker one that runs once at a time. */
const throttle = '(this.worker.node.defaultChild as CfnFunction).reservedConcurrentExecutions = 1;';
const service = 'services/orders/infra.ts';

async function run(
  choice: { intake: string; api?: string },
  lambda: object = {},
  more: object = {},
  throttled = false,
): Promise<Running> {
  const tree = render(answersOf({ pattern: 'storage-first', name: 'Shop', ...choice }), new Uint8Array());
  const worker = 'services/orders/handlers/process.ts';
  tree.set('services/orders/handlers/worker.ts', tree.get(worker)!);
  tree.set(worker, { content: Buffer.from(watchedWorker), mode: 0o644 });
  const known = tree.get(service)!.content.toString();
  if (throttled) {
    const worker = 'this.worker = worker.function;';
    const content = known
      .replace(worker, `${worker} ${throttle}`)
      .replace('type { Function as', 'type { CfnFunction, Function as');
    tree.set(service, { content: Buffer.from(content), mode: 0o644 });
  }
  const { root, dispose } = written(tree);
  const down = join(root, 'down');
  const log = join(root, 'written');
  writeFileSync(log, '');
  const local = await startLocal({
    root,
    port: 0,
    // At full speed: the limits of the stage are those of the API's owner, and tested elsewhere.
    config: { env: { DOWN: down, WRITTEN: log }, lambda, gateway: { throttling: false }, ...more },
  });
  const { AWS_REGION, AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = local.env;
  const client = {
    endpoint: local.endpoint,
    region: AWS_REGION,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
  };
  const sqs = new SQSClient(client);
  const kinesis = new KinesisClient(client);
  end = async () => {
    sqs.destroy();
    kinesis.destroy();
    await local.close();
    dispose();
  };
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand());
  return {
    local,
    sqs,
    kinesis,
    queue: (name) => QueueUrls.find((url) => url.includes(name)) ?? '',
    goDown: (what = 'worker') => writeFileSync(down, what),
    comeBack: () => rmSync(down),
    setFree: async () => {
      writeFileSync(join(root, service), known);
      await local.reload();
    },
    written: () => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : []),
  };
}

/**
 * All orders of all customers, each customer's one after the other; gives how many were accepted, by status. `poison` is
 * called for each customer who is to have some, when the first half of the customer's orders is accepted.
 */
async function sendAll(
  local: LocalCloud,
  ordersOfEach = many,
  poison?: (customerId: string) => Promise<unknown>,
): Promise<Record<number, number>> {
  const statuses: Record<number, number> = {};
  const one = async (customerId: string, quantity: number) => {
    const response = await fetch(`${local.url('API')}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `${customerId} ${quantity}` },
      body: JSON.stringify({ customerId, items: [{ sku: 'tea', quantity, unitPriceCents: 450 }] }),
    });
    await response.arrayBuffer();
    statuses[response.status] = (statuses[response.status] ?? 0) + 1;
  };
  await Promise.all(
    Array.from({ length: customers }, async (_, customer) => {
      const customerId = `c-${customer}`;
      for (let number = 1; number <= ordersOfEach; number++) {
        await one(customerId, number);
        // Clients whose network is slow send again what was long accepted.
        if (number % 10 === 0) await one(customerId, number);
        if (number === ordersOfEach / 2 && poisoned.includes(customerId)) await poison?.(customerId);
      }
    }),
  );
  return statuses;
}

/** Requests of which one in ten is a repeated one. */
const sent = (ordersOfEach = many) => (customers * ordersOfEach * 11) / 10;
const all = (ordersOfEach: number) =>
  Array.from({ length: customers }, (_, customer) =>
    Array.from({ length: ordersOfEach }, (_, index) => `c-${customer} ${index + 1}`),
  );

/** Those orders of all that have no poison before them. */
const inFrontOfPoison = () =>
  all(many).flatMap((orders, customer) =>
    poisoned.includes(`c-${customer}`) ? orders.slice(0, many / 2) : orders,
  );

/** Waits until the API lists so many orders. */
async function untilProcessed({ local }: Running, count: number): Promise<void> {
  await vi.waitFor(async () => expect((await listed(local)).length).toBeGreaterThanOrEqual(count), {
    timeout: 600 * seconds,
    interval: 1000,
  });
}

const untilAllAreProcessed = (running: Running, ordersOfEach = many) =>
  untilProcessed(running, customers * ordersOfEach);

/** Orders that the API lists, as `customer number`. */
async function listed(local: LocalCloud): Promise<string[]> {
  const orders: string[] = [];
  let cursor = '';
  do {
    const response = await fetch(`${local.url('API')}/orders?limit=100&cursor=${cursor}`);
    const page = (await response.json()) as {
      items: { customerId: string; items: { quantity: number }[] }[];
      cursor?: string;
    };
    orders.push(...page.items.map(({ customerId, items }) => `${customerId} ${items[0]?.quantity}`));
    cursor = page.cursor ?? '';
  } while (cursor);
  return orders;
}

async function expectEachOnce({ local }: Running, ordersOfEach = many): Promise<void> {
  expect((await listed(local)).toSorted()).toEqual(all(ordersOfEach).flat().toSorted());
}

function expectOrderOfEachCustomer({ written }: Running): void {
  const orders = written().map((order) => order.split(' '));
  for (let customer = 0; customer < customers; customer++) {
    const own = orders.filter(([id]) => id === `c-${customer}`).map(([, number]) => Number(number));
    expect(own).toEqual([...new Set(own)].toSorted((a, b) => a - b));
    // A worker that is ended at its timeout may have written an order and not noted it.
    expect(own.length).toBeGreaterThan(many * 0.9);
  }
}

async function waiting({ sqs }: Pick<Running, 'sqs'>, QueueUrl: string): Promise<number> {
  const AttributeNames = [
    'ApproximateNumberOfMessages' as const,
    'ApproximateNumberOfMessagesNotVisible' as const,
  ];
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  return Object.values(Attributes).reduce((sum, value) => sum + Number(value), 0);
}

/** Waits until so many messages lie in a queue, and reads them; they stay. */
async function messagesIn({ sqs }: Running, QueueUrl: string, count: number): Promise<string[]> {
  await expect.poll(() => waiting({ sqs }, QueueUrl), { timeout: 200 * seconds, interval: 250 }).toBe(count);
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
  );
  return Messages.map(({ Body = '' }) => Body);
}

/** What the API says of an order that was sent. */
async function statusOf(local: LocalCloud, location: string): Promise<unknown> {
  const response = await fetch(`${local.url('API')}/${location}`);
  return response.status === 200 ? ((await response.json()) as { status: string }).status : response.status;
}

async function sendOne(local: LocalCloud): Promise<string> {
  const response = await fetch(`${local.url('API')}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'one' },
    body: JSON.stringify({ customerId: 'c', items: [{ sku: 'tea', quantity: 1, unitPriceCents: 450 }] }),
  });
  expect(response.status).toBe(202);
  return response.headers.get('location') ?? '';
}

describe(`${customers * few} orders, some of them sent twice, while the worker is down`, () => {
  it.each(['eventbridge', 's3', 'firehose'])(
    'are all accepted with %s, and processed once after a redrive',
    async (intake) => {
      const running = await run({ intake });
      const { local, sqs, queue } = running;
      const QueueUrl = queue('Queue');
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '1' } }));
      running.goDown();
      expect(await sendAll(local, few)).toEqual({ 202: sent(few) });
      // Five tries each.
      await vi.waitFor(async () => expect(await waiting(running, QueueUrl)).toBe(0), {
        timeout: soon,
        interval: 250,
      });
      const dead = await waiting(running, queue('DeadLetters'));
      expect(dead).toBeGreaterThan(0);
      expect(running.written()).toEqual([]);
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '30' } }));
      running.comeBack();
      const { redrive } = await import(join(local.root, 'infra/redrive.ts'));
      expect(await redrive(sqs, queue('DeadLetters'))).toBe(dead);
      await untilAllAreProcessed(running, few);
      await expectEachOnce(running, few);
    },
    limit,
  );

  it(
    'are all accepted by the table, and processed once',
    async () => {
      const running = await run({ intake: 'dynamodb' }, { streamRetryMs: 500 });
      running.goDown();
      expect(await sendAll(running.local, few)).toEqual({ 202: sent(few) });
      expect(running.written()).toEqual([]);
      running.comeBack();
      await untilAllAreProcessed(running, few);
      await expectEachOnce(running, few);
      expect(await waiting(running, running.queue('OrdersFailures'))).toBe(0);
    },
    limit,
  );
});

describe(`${customers * few} orders for a workflow, some of them sent twice, while the worker is down`, () => {
  it.each(['rest', 'http'])(
    'are all accepted by a %s API, and processed once after a redrive',
    async (api) => {
      const running = await run({ intake: 'stepfunctions', api }, {}, { stepFunctions: { retryMs: 50 } });
      const { local } = running;
      const { AWS_REGION, AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = local.env;
      const client = new SFNClient({
        endpoint: local.endpoint,
        region: AWS_REGION,
        credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
      });
      try {
        const { stateMachines = [] } = await client.send(new ListStateMachinesCommand());
        const { stateMachineArn } = stateMachines[0]!;
        const failed = async () => {
          let count = 0;
          const pages = paginateListExecutions({ client }, { stateMachineArn, statusFilter: 'FAILED' });
          for await (const { executions = [] } of pages) count += executions.length;
          return count;
        };
        running.goDown();
        const input = '"This is no order."';
        await client.send(new StartExecutionCommand({ stateMachineArn, input }));
        expect(await sendAll(local, few)).toEqual({ 202: sent(few) });
        await expect.poll(failed, { timeout: soon, interval: 250 }).toBe(sent(few) + 1);
        expect(running.written()).toEqual([]);
        running.comeBack();
        const { redrive } = await import(join(local.root, 'infra/redrive.ts'));
        expect(await redrive(client, stateMachineArn)).toBe(sent(few) + 1);
        await untilAllAreProcessed(running, few);
        await expectEachOnce(running, few);
        // What is no order fails again.
        await expect.poll(failed, { timeout: soon, interval: 250 }).toBe(1);
      } finally {
        client.destroy();
      }
    },
    limit,
  );
});

describe('an order that cannot be written', () => {
  it.each([
    { api: 'rest', intake: 'sqs' },
    { api: 'http', intake: 'eventbridge' },
  ])('is accepted, fails after five tries, and is processed after a redrive: $intake, $api', async (choice) => {
    const { local, sqs, queue, goDown, comeBack } = await run(choice);
    const QueueUrl = queue('Queue');
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '1' } }));
    goDown('table');
    const order = await sendOne(local);
    expect(await statusOf(local, order)).toBe('accepted');
    await expect.poll(() => statusOf(local, order), { timeout: 30 * seconds }).toBe('failed');
    // The failure is noted before the last try.
    await expect.poll(() => waiting({ sqs }, queue('DeadLetters')), { timeout: 30 * seconds }).toBe(1);
    comeBack();
    const { redrive } = await import(join(local.root, 'infra/redrive.ts'));
    await expect.poll(() => redrive(sqs, queue('DeadLetters')), { timeout: 30 * seconds }).toBe(1);
    await expect.poll(() => statusOf(local, order), { timeout: 30 * seconds }).toBe('processed');
  }, 120_000);
});

describe('what has become of an order', () => {
  it.each(['kinesis', 'dynamodb'])('is told once %s has given it up', async (intake) => {
    const { local, goDown } = await run({ intake }, { streamRetryMs: 2 });
    goDown('table');
    const order = await sendOne(local);
    expect(await statusOf(local, order)).toBe('accepted');
    await expect.poll(() => statusOf(local, order), { timeout: 60 * seconds }).toBe('failed');
  }, 120_000);

  it.each([
    'sqs',
    'sqs-fifo',
  ])('is told once it is a dead letter of %s, though the function was ended each time', async (intake) => {
    const { local, sqs, queue, goDown, comeBack } = await run({ intake });
    const QueueUrl = queue('Queue');
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '1' } }));
    goDown('end');
    const order = await sendOne(local);
    expect(await statusOf(local, order)).toBe('accepted');
    await expect.poll(() => statusOf(local, order), { timeout: 60 * seconds }).toBe('failed');
    // The failure is noted before the last try.
    await expect.poll(() => waiting({ sqs }, queue('DeadLetters')), { timeout: 30 * seconds }).toBe(1);
    comeBack();
    const { redrive } = await import(join(local.root, 'infra/redrive.ts'));
    await expect.poll(() => redrive(sqs, queue('DeadLetters')), { timeout: 30 * seconds }).toBe(1);
    await expect.poll(() => statusOf(local, order), { timeout: 30 * seconds }).toBe('processed');
  }, 120_000);
});

describe('2,000 orders and 200 repeated requests while the worker is throttled to a trickle', () => {
  /** Sends all to a worker that runs once at a time, a second for a batch, and gives it back its pace. */
  async function sendToTrickle(running: Running): Promise<void> {
    running.goDown('slow');
    expect(await sendAll(running.local)).toEqual({ 202: sent() });
    await expect.poll(() => running.written().length, { timeout: 60 * seconds }).toBeGreaterThan(0);
    expect(running.written().length).toBeLessThan(customers * many);
    await running.setFree();
    running.comeBack();
  }

  it('are all accepted by an SQS queue, and processed once', async () => {
    const running = await run({ intake: 'sqs' }, {}, {}, true);
    const { local, sqs, queue } = running;
    const QueueUrl = queue('Queue');
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '5' } }));
    await sendToTrickle(running);
    await vi.waitFor(async () => expect(await waiting(running, QueueUrl)).toBe(0), {
      timeout: 600 * seconds,
      interval: 250,
    });
    // What Lambda had no room for five times lies there.
    const { redrive } = await import(join(local.root, 'infra/redrive.ts'));
    const dead = await waiting(running, queue('DeadLetters'));
    expect(await redrive(sqs, queue('DeadLetters'))).toBe(dead);
    await untilAllAreProcessed(running);
    await expectEachOnce(running);
    expect(await waiting(running, queue('DeadLetters'))).toBe(0);
  }, 1_200_000);

  it('are all accepted by a FIFO queue, and processed once, in the order of each customer', async () => {
    const running = await run({ intake: 'sqs-fifo' }, {}, {}, true);
    // Long enough that nothing finds no room five times before there is room again.
    const Attributes = { VisibilityTimeout: '40' };
    await running.sqs.send(new SetQueueAttributesCommand({ QueueUrl: running.queue('Queue'), Attributes }));
    await sendToTrickle(running);
    await untilAllAreProcessed(running);
    await expectEachOnce(running);
    expectOrderOfEachCustomer(running);
    expect(await waiting(running, running.queue('DeadLetters'))).toBe(0);
  }, 1_200_000);

  it('are all accepted by a Kinesis stream, and processed once, in the order of each customer', async () => {
    const running = await run({ intake: 'kinesis' }, { streamRetryMs: 500 }, {}, true);
    await sendToTrickle(running);
    await untilAllAreProcessed(running);
    await expectEachOnce(running);
    expectOrderOfEachCustomer(running);
    expect(await waiting(running, running.queue('OrdersFailures'))).toBe(0);
  }, 1_200_000);
});

describe('2,000 orders and 200 repeated requests while the worker is down', () => {
  it('are all accepted by an SQS queue, and processed once; messages that are no orders end in the dead letters', async () => {
    const running = await run({ intake: 'sqs' });
    const { local, sqs, queue } = running;
    const QueueUrl = queue('Queue');
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '5' } }));
    running.goDown();
    const poison: SendMessageCommandInput = { QueueUrl, MessageBody: 'This is no order.' };
    for (let count = 0; count < 5; count++) await sqs.send(new SendMessageCommand(poison));
    expect(await sendAll(local)).toEqual({ 202: sent() });
    expect(running.written()).toEqual([]);
    running.comeBack();
    await vi.waitFor(async () => expect(await waiting(running, QueueUrl)).toBe(0), {
      timeout: 600 * seconds,
      interval: 250,
    });
    // What was tried five times while the worker was down lies there too, and is put back.
    const { redrive } = await import(join(local.root, 'infra/redrive.ts'));
    const deadLetters = queue('OrdersDeadLetters');
    expect(await redrive(sqs, deadLetters)).toBeGreaterThanOrEqual(5);
    await untilAllAreProcessed(running);
    await vi.waitFor(async () => expect(await waiting(running, deadLetters)).toBe(5), {
      timeout: 60 * seconds,
      interval: 250,
    });
    expect(await waiting(running, QueueUrl)).toBe(0);
    await expectEachOnce(running);
  }, 1_200_000);

  it('are all accepted by a FIFO queue, and processed once, in the order of each customer; messages among them that are no orders end in the dead letters', async () => {
    const running = await run({ intake: 'sqs-fifo' });
    const { local, sqs, queue } = running;
    const QueueUrl = queue('OrdersFifoQueue');
    const deadLetters = queue('OrdersFifoDeadLetters');
    const setVisibility = (VisibilityTimeout: string) =>
      sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout } }));
    const poison = (customerId: string) =>
      sqs.send(
        new SendMessageCommand({
          QueueUrl,
          MessageBody: poisonOf(customerId),
          // The group that the API puts the customer's orders into.
          MessageGroupId: Buffer.from(customerId).toString('base64'),
          MessageDeduplicationId: customerId,
        }),
      );
    const expectPoisonIsDead = async () => {
      await expect.poll(() => waiting(running, QueueUrl), { timeout: 200 * seconds, interval: 250 }).toBe(0);
      const bodies = await messagesIn(running, deadLetters, poisoned.length);
      expect(bodies.toSorted()).toEqual(poisoned.map(poisonOf).toSorted());
    };
    // Long enough that nobody's first order is tried five times before the worker is back, and no poison before the rest is done.
    await setVisibility('45');
    running.goDown();
    expect(await sendAll(local, many, poison)).toEqual({ 202: sent() });
    running.comeBack();
    // Poison is tried for four times as long at least, and holds back what is behind it, and nothing else.
    await untilProcessed(running, inFrontOfPoison().length);
    expect((await listed(local)).toSorted()).toEqual(inFrontOfPoison().toSorted());
    await setVisibility('5');
    await untilAllAreProcessed(running);
    await expectPoisonIsDead();
    await expectEachOnce(running);
    expectOrderOfEachCustomer(running);

    // Nothing but poison is left to be tried.
    await setVisibility('1');
    const written = running.written();
    const { redrive } = await import(join(local.root, 'infra/redrive.ts'));
    expect(await redrive(sqs, deadLetters)).toBe(poisoned.length);
    await expectPoisonIsDead();
    await expectEachOnce(running);
    expect(running.written()).toEqual(written);
  }, 1_200_000);

  it('are all accepted by a Kinesis stream, and processed once, in the order of each customer; records among them that are no orders are given up', async () => {
    const running = await run({ intake: 'kinesis' }, { streamRetryMs: 500 });
    const { local, kinesis, queue } = running;
    const { StreamNames = [] } = await kinesis.send(new ListStreamsCommand());
    const poisons: (string | undefined)[] = [];
    const poison = async (PartitionKey: string) => {
      const Data = Buffer.from(poisonOf(PartitionKey));
      const record = { StreamName: StreamNames[0], PartitionKey, Data };
      poisons.push((await kinesis.send(new PutRecordCommand(record))).SequenceNumber);
    };
    running.goDown();
    expect(await sendAll(local, many, poison)).toEqual({ 202: sent() });
    running.comeBack();
    await untilAllAreProcessed(running);
    const failures = await messagesIn(running, queue('OrdersFailures'), poisoned.length);
    const batches = failures.map((body) => JSON.parse(body).KinesisBatchInfo);
    const ends = batches.map(({ startSequenceNumber, endSequenceNumber }) => [
      startSequenceNumber,
      endSequenceNumber,
    ]);
    expect(ends.toSorted()).toEqual(poisons.toSorted().map((number) => [number, number]));
    await expectEachOnce(running);
    expectOrderOfEachCustomer(running);
  }, 1_200_000);
});
