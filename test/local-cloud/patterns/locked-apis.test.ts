/** Pattern 7: what an API answers around its distribution, by its lock, to somebody whose key is good. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { render } from '../../../src/generate/render.ts';
import { type LocalCloud, startLocal } from '../../../src/local-cloud/start.ts';
import { answersOf } from '../../matrix/rows.ts';
import { written } from './projects.ts';

const services = ['orders', 'customers'];
const headers = { authorization: `Bearer local-editor.${'this-machine-only'.padEnd(43, '-')}` };

describe.each([
  ['AWS WAF', {}, ' REST API', 403],
  [
    'mutual TLS before HTTP APIs',
    { api: 'http', originLock: 'mtls' },
    '.api-origin.dev.shop.example.com',
    403,
  ],
  ['mutual TLS before REST APIs', { originLock: 'mtls' }, '.api-origin.dev.shop.example.com', 403],
  ['nothing', { api: 'http', originLock: 'none' }, ' HTTP API', 200],
])('APIs of one distribution that are locked by %s', (_, lock, ending, status) => {
  let local: LocalCloud;
  let dispose = () => {};
  beforeAll(async () => {
    const secured = { pattern: 'secured', name: 'Shop', auth: 'both', edge: [], domain: 'shop.example.com' };
    const project = written(render(answersOf({ ...secured, services, ...lock }), new Uint8Array()));
    dispose = project.dispose;
    local = await startLocal({ root: project.root, port: 0 });
  }, 120_000);
  afterAll(async () => {
    await local?.close();
    dispose();
  });

  it.each(services)('answer at the distribution: %s', async (name) => {
    const url = `${local.url('distribution')}/api/${name}`;
    expect((await fetch(url, { headers })).status).toBe(200);
    expect((await fetch(url)).status).toBe(401);
  });

  it(`give ${status} to a good key anywhere else`, async () => {
    const around = Object.entries(local.urls).filter(([title]) => title.endsWith(ending));
    expect(around.map(([title]) => services.find((name) => title.includes(name))).sort()).toEqual(
      services.toSorted(),
    );
    for (const [title, url] of around) {
      const name = services.find((service) => title.includes(service));
      expect((await fetch(`${url}/api/${name}`, { headers })).status).toBe(status);
    }
    const others = Object.keys(local.urls).filter((title) => /API|api-origin/.test(title));
    expect(others).toHaveLength(around.length);
  });
});
