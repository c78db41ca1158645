/** Pattern 2 with `--auth lambda`: the APIs of services in several accounts ask one function, in one more, who calls. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { render } from '../../../src/generate/render.ts';
import { type LocalCloud, startLocal } from '../../../src/local-cloud/start.ts';
import { answersOf } from '../../matrix/rows.ts';
import { written } from './projects.ts';

const secret = 'this-machine-only'.padEnd(43, '-');
const [editor, reader] = [`local-editor.${secret}`, `local-reader.${secret}`];
const unknown = '00000000-0000-4000-8000-000000000000';
const services = ['orders:111122223333', 'customers:444455556666:us-east-1'];
const askingServices = 'services/auth/infra/services.ts';

const send = async (url: string, key?: string, method = 'GET') =>
  (await fetch(url, { method, headers: key ? { authorization: `Bearer ${key}` } : {} })).status;

function project(api: string, from = /$/, to = '') {
  const keys = { auth: 'lambda', authAccount: '777788889999' };
  const tree = render(
    answersOf({ pattern: 'microservices', name: 'Shop', api, services, ...keys }),
    new Uint8Array(),
  );
  const text = Buffer.from(tree.get(askingServices)?.content ?? '').toString();
  expect(text).toMatch(from);
  tree.set(askingServices, { content: Buffer.from(text.replace(from, to)), mode: 0o644 });
  return written(tree);
}

describe.each(['http', 'rest'])('services behind APIs of kind %s', (api) => {
  let local: LocalCloud;
  let files: ReturnType<typeof project>;
  beforeAll(async () => {
    files = project(api);
    local = await startLocal({ root: files.root, port: 0 });
  });
  afterAll(async () => {
    await local?.close();
    files?.dispose();
  });

  it.each(['orders', 'customers'])('%s lets in who has a key of the auth service', async (service) => {
    const url = `${local.url(service)}/${service}`;
    expect(await send(url)).toBe(401);
    expect(await send(url, `unknown-key-.${secret}`)).toBe(403);
    expect(await send(url, reader)).toBe(200);
    expect(await send(`${url}/${unknown}`, reader, 'DELETE')).toBe(403);
    expect(await send(`${url}/${unknown}`, editor, 'DELETE')).toBe(404);
  });

  it('ask each other with the key of their caller', async () => {
    const asked = `${local.url('customers')}/customers/c-1/orders/${unknown}`;
    expect(await send(asked, reader)).toBe(404);
  });

  it('have the auth service beside them when one is started alone', async () => {
    const alone = await startLocal({ root: join(files.root, 'services', 'orders'), port: 0 });
    try {
      expect(Object.keys(alone.outputs).sort()).toEqual(
        ['shop-auth-dev', 'shop-orders-dev', ...(api === 'rest' ? ['shop-api-logging'] : [])].sort(),
      );
      expect(await send(`${alone.url('orders')}/orders`)).toBe(401);
      expect(await send(`${alone.url('orders')}/orders`, reader)).toBe(200);
    } finally {
      await alone.close();
    }
  });
});

it('a service that the auth service does not know gets no answer of it', async () => {
  const files = project('http', /444455556666/, '999900001111');
  const local = await startLocal({ root: files.root, port: 0 });
  try {
    expect(await send(`${local.url('customers')}/customers`, reader)).toBe(500);
    expect(await send(`${local.url('orders')}/orders`, reader)).toBe(200);
  } finally {
    await local.close();
    files.dispose();
  }
});
