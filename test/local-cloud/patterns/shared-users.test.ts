/** Pattern 2 with `--auth cognito`: the APIs of services in several accounts take tokens of one user pool, in one more. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { render } from '../../../src/generate/render.ts';
import { type LocalCloud, startLocal } from '../../../src/local-cloud/start.ts';
import { answersOf } from '../../matrix/rows.ts';
import { written } from './projects.ts';

const unknown = '00000000-0000-4000-8000-000000000000';
const services = ['orders:111122223333', 'customers:444455556666:us-east-1'];

const send = async (url: string, token?: string, method = 'GET') =>
  (await fetch(url, { method, headers: token ? { authorization: `Bearer ${token}` } : {} })).status;

describe.each([
  { api: 'http', unscoped: 403 },
  { api: 'rest', unscoped: 401 },
])('services behind APIs of kind $api', ({ api, unscoped }) => {
  let local: LocalCloud;
  let files: ReturnType<typeof written>;
  let tokenOf: (email: string, consoleUrl: string) => Promise<string>;
  beforeAll(async () => {
    const place = { services, authAccount: '777788889999' };
    const row = { pattern: 'microservices', name: 'Shop', api, auth: 'cognito', ...place };
    files = written(render(answersOf(row), new Uint8Array()));
    local = await startLocal({ root: files.root, port: 0 });
    ({ tokenOf } = await import(join(files.root, 'dev', 'token.ts')));
  });
  afterAll(async () => {
    await local?.close();
    files?.dispose();
  });

  it.each(['orders', 'customers'])('%s lets in who has a token with the scope', async (service) => {
    const url = `${local.url(service)}/${service}`;
    const reader = await tokenOf('reader@example.com', local.console);
    const editor = await tokenOf('editor@example.com', local.console);
    expect(await send(url)).toBe(401);
    expect(await send(url, reader)).toBe(200);
    expect(await send(`${url}/${unknown}`, reader, 'DELETE')).toBe(unscoped);
    expect(await send(`${url}/${unknown}`, editor, 'DELETE')).toBe(404);
  });

  it('ask each other with the token of their caller', async () => {
    const reader = await tokenOf('reader@example.com', local.console);
    const asked = `${local.url('customers')}/customers/c-1/orders/${unknown}`;
    expect(await send(asked, reader)).toBe(404);
  });
});
