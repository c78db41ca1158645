/** Patterns 5 and 7: what a function behind the distribution of a site sees of a visitor's request. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { render } from '../../../src/generate/render.ts';
import { type LocalCloud, startLocal } from '../../../src/local-cloud/start.ts';
import { answersOf } from '../../matrix/rows.ts';
import { written } from './projects.ts';

const handler = 'services/orders/handlers/list.ts';
const echo = 'export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });\n';
const authorization = `Bearer local-editor.${'this-machine-only'.padEnd(43, '-')}`;

describe.each([
  ['spa-single-domain', 'rest'],
  ['secured', 'rest'],
  ['secured', 'http'],
])('an event of %s with %s APIs', (pattern, api) => {
  let local: LocalCloud;
  let dispose = () => {};
  beforeAll(async () => {
    const lock = pattern === 'secured' && api === 'http' ? { originLock: 'none' } : {};
    const tree = render(answersOf({ pattern, name: 'Shop', auth: 'lambda', api, ...lock }), new Uint8Array());
    const list = tree.get(handler)!;
    tree.set(handler, { ...list, content: Buffer.from(echo) });
    const project = written(tree);
    dispose = project.dispose;
    local = await startLocal({ root: project.root, port: 0 });
  });
  afterAll(async () => {
    await local?.close();
    dispose();
  });

  it('has all that was sent but the cookies of the site and its host name', async () => {
    const cookie = '__Host-session=a.b.c; __Host-refresh=d; other=e';
    const headers = { authorization, cookie, 'x-own': 'kept' };
    const response = await fetch(`${local.url('distribution')}/api/orders?status=open&limit=2`, { headers });
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(text).not.toMatch(/cookie|__Host-|other=e/i);
    const event = JSON.parse(text);
    const seen = Object.fromEntries(
      Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    expect(seen).toMatchObject({ authorization, 'x-own': 'kept' });
    expect(seen.host).toContain('.execute-api.');
    expect(event.queryStringParameters).toEqual({ status: 'open', limit: '2' });
  });
});
