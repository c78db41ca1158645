import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalCloud } from '../../src/local-cloud/start.ts';
import { axeSource, type Browser, launchBrowser, type Page, requireBrowser } from './browser.ts';
import { type Packed, pack, run, warnings } from './packed.ts';

const executable = requireBrowser();
if (!executable && process.env.CI) throw new Error('CI has to have a browser: set CHROME_PATH.');
if (!executable) console.log('No Chrome or Chromium found: the browser tests are left out. Set CHROME_PATH.');

let packed: Packed;
let browser: Browser | undefined;
beforeAll(async () => {
  packed = await pack();
  browser = executable ? await launchBrowser(executable) : undefined;
});
afterAll(async () => {
  await browser?.close();
  packed.dispose();
});

const item = { sku: 'tea', quantity: 2, unitPriceCents: 450 };

describe.each([
  { pattern: 'spa', frontend: 'react', preflights: 1 },
  { pattern: 'spa-single-domain', frontend: 'angular', preflights: 0 },
])('pattern $pattern with $frontend', ({ pattern, frontend, preflights }) => {
  const folder = () => join(packed.folder, pattern);

  it('is generated and installed', async () => {
    const argv = ['--yes', `--package=${packed.tarball}`, 'create-serverless-pattern', pattern];
    const made = await run(
      'npx',
      [...argv, '--pattern', pattern, '--frontend', frontend, '--yes', '--no-git'],
      packed.folder,
    );
    expect(made.code, made.output).toBe(0);
    expect(warnings(made.output)).toEqual([]);
  });

  it.each([
    'lint',
    'typecheck',
    'test',
    'build',
    'synth',
  ])('passes "npm run %s" without a warning', async (script) => {
    const ran = await run('npm', ['run', script], folder());
    expect(ran.code, ran.output).toBe(0);
    expect(warnings(ran.output)).toEqual([]);
  });

  describe.runIf(executable)('in a browser', () => {
    let local: LocalCloud;
    let page: Page;
    let site: string;
    beforeAll(async () => {
      const program = await import(pathToFileURL(join(folder(), 'dev', 'local-cloud.mjs')).href);
      local = await program.startLocal({ root: folder(), port: 0 });
      site = local.url('distribution');
      page = await browser!.newPage();
    });
    afterAll(() => local.close());

    /** OPTIONS requests that arrived since the trace was last cleared. */
    const preflightCount = () =>
      local.trace.events().filter(({ kind, text }) => kind === 'request' && text.startsWith('OPTIONS '))
        .length;

    it('creates an order, edits it and deletes it', async () => {
      await page.goto(site);
      await page.getByRole('link', { name: 'New order' }).click();
      await page.getByLabel('Customer').fill('c-1');
      await page.getByLabel('Article').fill('tea');
      await page.getByLabel('Price each').fill('4.50');
      await page.getByRole('button', { name: 'Create order' }).click();
      await page.getByRole('link', { name: 'c-1' }).click();
      await page.getByLabel('Customer').fill('c-2');
      await page.getByRole('button', { name: 'Save changes' }).click();
      await page.getByRole('link', { name: 'c-2' }).click();
      page.once('dialog', (dialog) => dialog.accept());
      await page.getByRole('button', { name: 'Delete order' }).click();
      await page.getByRole('heading', { name: 'All orders' }).waitFor();
      expect(await page.getByRole('link', { name: 'c-2' }).count()).toBe(0);
    });

    it('reloads a deep link, and shows what the API says of an order that is not there', async () => {
      await page.goto(`${site}/orders/00000000-0000-4000-8000-000000000000`);
      await page.reload();
      await page.getByRole('heading', { name: 'Edit order' }).waitFor();
      const alert = page.getByRole('alert');
      await alert.waitFor();
      expect(await alert.textContent()).toContain('There is no order with this id.');
    });

    it.each(['/', '/orders/new'])('axe finds nothing serious at %s', async (path) => {
      await page.goto(site + path);
      await page.getByRole('heading').first().waitFor();
      // Playwright hands the text to the debugger, which the site's policy does not bind.
      await page.evaluate(axeSource());
      const found = (await page.evaluate('axe.run().then(({ violations }) => violations)')) as {
        impact: string;
      }[];
      expect(found.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
    });

    it(`sends ${preflights} preflight for each call that is not simple, to a new URL`, async () => {
      // A visitor of its own: the answers to the preflights of the tests before are not kept for it.
      const visitor = await browser!.newPage();
      await visitor.goto(site);
      await visitor.getByRole('heading', { name: 'All orders' }).waitFor();
      const { apiBaseUrl } = (await (await fetch(`${site}/config.json`)).json()) as { apiBaseUrl: string };
      local.trace.clear();
      await call(visitor, apiBaseUrl, 'POST', '/orders', { customerId: 'c-1', items: [item] });
      expect(preflightCount()).toBe(preflights);
      const urls = Array.from(
        { length: 5 },
        (_, index) => `/orders/00000000-0000-4000-8000-00000000000${index}`,
      );
      for (const url of urls)
        await call(visitor, apiBaseUrl, 'PUT', url, { customerId: 'c-1', items: [item], version: 1 });
      expect(preflightCount()).toBe(preflights * 6);
      // The answer to a preflight is kept for its URL, and simple requests need none.
      await call(visitor, apiBaseUrl, 'PUT', urls[0]!, { customerId: 'c-1', items: [item], version: 1 });
      await call(visitor, apiBaseUrl, 'GET', '/orders?limit=3');
      expect(preflightCount()).toBe(preflights * 6);
    });

    it('answers errors of the API as they are', async () => {
      const { apiBaseUrl } = (await (await fetch(`${site}/config.json`)).json()) as { apiBaseUrl: string };
      const missing = await fetch(new URL(`${apiBaseUrl}/orders/nowhere`, site));
      expect(missing.status).toBe(404);
      expect(missing.headers.get('content-type')).toContain('application/problem+json');
    });
  });

  it.runIf(executable)(
    'shows an edit from the dev server without a reload; all else stays as deployed',
    async () => {
      const program = await import(pathToFileURL(join(folder(), 'dev', 'local-cloud.mjs')).href);
      const local: LocalCloud = await program.startLocal({ root: folder(), port: 0, hot: true });
      const file = join(
        folder(),
        'web',
        'src',
        'orders',
        frontend === 'react' ? 'order-list.tsx' : 'order-list.html',
      );
      const text = readFileSync(file, 'utf8');
      try {
        const site = local.url('distribution');
        const page = await browser!.newPage();
        await page.goto(`${site}/orders/00000000-0000-4000-8000-000000000000`);
        await page.getByRole('heading', { name: 'Edit order' }).waitFor();
        await page.getByRole('alert').waitFor();
        await page.getByRole('link', { name: 'Back to all orders' }).click();
        await page.getByRole('heading', { name: 'All orders' }).waitFor();
        await page.evaluate('window.before = "the edit"');
        writeFileSync(file, text.replaceAll('All orders', 'Every order'));
        await page.getByRole('heading', { name: 'Every order' }).waitFor();
        expect(await page.evaluate('window.before')).toBe('the edit');
        const { apiBaseUrl } = (await (await fetch(`${site}/config.json`)).json()) as { apiBaseUrl: string };
        expect(await call(page, apiBaseUrl, 'POST', '/orders', { customerId: 'hot', items: [item] })).toBe(
          201,
        );
        const { headers } = await fetch(site);
        expect(headers.get('x-frame-options')).toBe('DENY');
        expect(headers.get('content-security-policy')).toContain("script-src 'self' 'unsafe-inline'");
      } finally {
        writeFileSync(file, text);
        await local.close();
      }
    },
  );
});

function call(page: Page, apiBaseUrl: string, method: string, path: string, body?: unknown): Promise<number> {
  return page.evaluate(async ({ url, init }) => (await fetch(url, init)).status, {
    url: apiBaseUrl + path,
    init: body
      ? {
          method,
          body: JSON.stringify(body),
          headers: { 'content-type': 'application/json', 'idempotency-key': `${method}${path}` },
        }
      : { method },
  });
}
