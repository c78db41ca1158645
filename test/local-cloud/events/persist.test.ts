/** What `--persist` keeps of deliveries that wait for a further attempt. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createEvents } from '../../../src/local-cloud/aws/events/service.ts';
import { AwsError } from '../../../src/local-cloud/aws-error.ts';
import type { Service } from '../../../src/local-cloud/contract.ts';
import { account, type Harness, type Resources, region, startHarness } from '../harness.ts';
import { type ManualClock, manualClock } from '../manual-clock.ts';

const functionArn = `arn:aws:lambda:${region}:${account}:function:worker`;
const rule = (RetryPolicy?: object): Resources => ({
  Placed: {
    Type: 'AWS::Events::Rule',
    Properties: {
      Name: 'placed',
      EventPattern: { source: ['orders'] },
      Targets: [{ Id: 'worker', Arn: functionArn, RetryPolicy }],
    },
  },
});

let dataDir: string;
let clock: ManualClock;
let isDown: boolean;
let invoked: unknown[];
let cloud: Harness | undefined;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'events-'));
  clock = manualClock();
  isDown = true;
  invoked = [];
});
afterEach(async () => {
  await cloud?.close();
  await rm(dataDir, { recursive: true });
});

/** Takes the place of the lambda room, which deploys after EventBridge and knows no function before. */
function functions(): Service {
  let isDeployed = false;
  return {
    name: 'lambda',
    supports: {},
    start: async () => ({
      deploy: async () => {
        isDeployed = true;
      },
      close: async () => {},
      invoke: async (_, payload) => {
        if (!isDeployed) throw new AwsError('ResourceNotFoundException', 'Function not found', 404);
        if (isDown) throw new AwsError('ServiceException', 'busy', 500);
        invoked.push(JSON.parse(payload));
        return { requestId: '1', payload: '', duration: 0 };
      },
    }),
  };
}

async function start(resources = rule()): Promise<Harness> {
  const services = [createEvents(clock), functions()];
  cloud = await startHarness({ services, resources, dataDir });
  return cloud;
}

/** Puts an event that its target does not take, and ends the run while it waits. */
async function leaveWaiting(resources = rule()): Promise<void> {
  const { client: configuration, close } = await start(resources);
  const client = new EventBridgeClient(configuration);
  const entry = { Source: 'orders', DetailType: 'order placed', Detail: '{"id":1}' };
  await client.send(new PutEventsCommand({ Entries: [entry] }));
  client.destroy();
  await clock.awaited();
  await close();
  expect(invoked).toEqual([]);
}
const kept = async () => JSON.parse(await readFile(join(dataDir, 'events', 'state.json'), 'utf8')).waits;

it('an event that waits for its target comes after a restart, when it is due, once', async () => {
  await leaveWaiting();
  isDown = false;
  await start();
  expect(invoked).toEqual([]);
  // A second, times 1/60.
  clock.advance(17);
  await vi.waitFor(() => expect(invoked).toEqual([expect.objectContaining({ detail: { id: 1 } })]));
  await vi.waitFor(async () => expect(await kept()).toEqual([]));
  await cloud?.close();
  await start();
  clock.advance(60_000);
  expect(invoked).toHaveLength(1);
});

it('one that was due while nothing ran comes at the start, when its target is there', async () => {
  await leaveWaiting();
  isDown = false;
  clock.advance(1_000);
  await start();
  clock.advance(1);
  await vi.waitFor(() => expect(invoked).toHaveLength(1));
});

it('attempts and age go on from where they were', async () => {
  await leaveWaiting(rule({ MaximumRetryAttempts: 1 }));
  const { log } = await start(rule({ MaximumRetryAttempts: 1 }));
  clock.advance(17);
  const said = () => log.events().map(({ text }) => text);
  await vi.waitFor(() => expect(said()).toContain(`placed: an event did not reach ${functionArn}: busy`));
  await vi.waitFor(async () => expect(await kept()).toEqual([]));
});

it('is dropped, and said to be, when its rule is gone', async () => {
  await leaveWaiting();
  const { log } = await start({
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'shop' } },
  });
  const arn = `arn:aws:events:${region}:${account}:rule/placed`;
  expect(log.events().map(({ text }) => text)).toContain(
    `An event that waited for ${functionArn} is dropped: its rule ${arn} is gone.`,
  );
});
