/** Pattern 2 with `--domain-style path`: all services answer at one host, each below the path of its name. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { render } from '../../../src/generate/render.ts';
import { type LocalCloud, startLocal } from '../../../src/local-cloud/start.ts';
import { answersOf } from '../../matrix/rows.ts';
import { written } from './projects.ts';

describe.each([
  ['by the mappings of one account', ['orders', 'customers'], undefined],
  [
    'by a distribution before several accounts',
    ['orders:111122223333', 'customers:444455556666'],
    '777788889999',
  ],
])('services of one host, %s', (_, services, edgeAccount) => {
  let local: LocalCloud;
  let host: string;
  let dispose = () => {};
  beforeAll(async () => {
    const domain = { domain: 'shop.example.com', hostedZoneId: 'Z0123456789', domainStyle: 'path' };
    const pattern = { pattern: 'microservices', name: 'Shop', services, edgeAccount };
    const answers = answersOf({ ...pattern, ...domain });
    const project = written(render(answers, new Uint8Array()));
    dispose = project.dispose;
    local = await startLocal({ root: project.root, port: 0 });
    host = new URL(local.url('api.dev.shop.example.com')).origin;
  });
  afterAll(async () => {
    await local?.close();
    dispose();
  });

  it('answer below their paths, and nowhere else', async () => {
    const status = async (path: string) => (await fetch(host + path)).status;
    expect(await status('/orders')).toBe(200);
    expect(await status('/orders?limit=2')).toBe(200);
    expect(await status('/customers')).toBe(200);
    expect(await status('/orders/customers')).toBe(404);
    expect(await status('/nowhere')).toBe(404);
    expect(await status('/')).toBe(404);
  });

  it('store what they are sent, and ask one another', async () => {
    const created = await fetch(`${host}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'first' },
      body: JSON.stringify({
        customerId: 'c-1',
        items: [{ sku: 'tea', quantity: 2, unitPriceCents: 450 }],
      }),
    });
    expect(created.status).toBe(201);
    const { id } = (await created.json()) as { id: string };
    const location = new URL(created.headers.get('location') ?? '', created.url).href;
    expect(location).toBe(`${host}/orders/${id}`);
    expect((await fetch(location)).status).toBe(200);
    const asked = await fetch(`${host}/customers/c-1/orders/${id}`);
    expect(asked.status).toBe(200);
    expect(await asked.json()).toMatchObject({ id, totalCents: 900 });
  });
});
