/** Pattern 2 with `--auth iam`: services of several accounts sign what they ask each other, and both accounts have to allow it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileTree } from '../../../src/generate/file-tree.ts';
import { render } from '../../../src/generate/render.ts';
import { type LocalCloud, startLocal } from '../../../src/local-cloud/start.ts';
import { answersOf } from '../../matrix/rows.ts';
import { written } from './projects.ts';

const services = ['orders:111122223333', 'customers:444455556666:us-east-1'];
const unknown = '00000000-0000-4000-8000-000000000000';
const signature = 'AWS4-HMAC-SHA256 Credential=developer/20260101/eu-west-1/execute-api/aws4_request';

/** The project, with one text of one file replaced by another. */
function project(path: string, from: RegExp, to: string): FileTree {
  const row = { pattern: 'microservices', name: 'Shop', api: 'rest', auth: 'iam', services };
  const tree = render(answersOf(row), new Uint8Array());
  const text = Buffer.from(tree.get(path)?.content ?? '').toString();
  expect(text).toMatch(from);
  tree.set(path, { content: Buffer.from(text.replace(from, to)), mode: 0o644 });
  return tree;
}

const ordersConfig = 'services/orders/infra/config.ts';
const orderRoute = 'services/customers/infra/order-route.ts';

describe.each([
  // 404 is the answer of the service that was asked: it has no such order.
  ['where both accounts allow it', ordersConfig, /$/, '', 404],
  ['by a role that may not', orderRoute, / {2}order\.allow.*\n/, '', 502],
  ['of an account that is not let in', ordersConfig, /444455556666/g, '777788889999', 502],
  ['for a route that the account is not let in for', ordersConfig, /GET (?=\/orders\/\{id\})/g, 'PUT ', 502],
])('a service asks another one, %s', (_, path, from, to, status) => {
  let local: LocalCloud;
  let dispose = () => {};
  beforeAll(async () => {
    const files = written(project(path, from, to));
    dispose = files.dispose;
    local = await startLocal({ root: files.root, port: 0 });
  });
  afterAll(async () => {
    await local?.close();
    dispose();
  });

  it(`and answers its own caller with ${status === 404 ? 404 : 'a fault of its own'}`, async () => {
    const asked = `${local.url('customers')}/customers/c-1/orders/${unknown}`;
    expect((await fetch(asked, { headers: { authorization: signature } })).status).toBe(status);
    expect((await fetch(asked)).status).toBe(403);
  });
});
