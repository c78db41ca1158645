import { Agent } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Api, apis, type Served, serveFunctions } from './served.ts';

const source = (name: string, version: number) => `
export const handler = async (event) => ({
  statusCode: 200,
  body: JSON.stringify({ name: '${name}', version: ${version}, id: (event.queryStringParameters ?? {}).id }),
});`;
const names = ['orders', 'customers'] as const;

let served: Served;
beforeAll(async () => {
  served = await serveFunctions({
    orders: { code: source('orders', 1) },
    customers: { code: source('customers', 1) },
  });
});
afterAll(() => served.close());

it('1,000 requests at 50 connections with swaps in between: none lost, none to another function, none to code of before the last swap', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 50, maxTotalSockets: 50 });
  /** The version that the last finished swap brought, by function. */
  const finished = { orders: 1, customers: 1 };
  let next = 0;
  let most = 0;
  let swaps = 0;
  const faults: string[] = [];

  const one = async (id: number) => {
    const name = names[id % 2]!;
    const api: Api = apis[Math.floor(id / 2) % 2]!;
    const least = finished[name];
    const { status, text } = await served.ask(`${served.base[api]}/${name}?id=${id}`, { agent });
    const got = status === 200 ? JSON.parse(text) : {};
    if (status !== 200 || got.name !== name || got.id !== String(id) || got.version < least)
      faults.push(`${api} ${name} ${id}, at least ${least}: ${status} ${text}`);
  };
  const client = async () => {
    while (next < 1000) await one(next++);
  };
  const swapper = async () => {
    // One swap for each hundred requests, while they run.
    for (let at = 100; at <= 900; at += 100) {
      while (next < at) {
        most = Math.max(most, Object.values(agent.sockets).flat().length);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      const name = names[swaps % 2]!;
      const version = finished[name] + 1;
      await served.swap(name, source(name, version));
      finished[name] = version;
      swaps += 1;
    }
  };
  await Promise.all([swapper(), ...Array.from({ length: 50 }, client)]);
  agent.destroy();
  expect(faults).toEqual([]);
  expect({ most, swaps }).toEqual({ most: 50, swaps: 9 });
});
