import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalCloud } from '../../src/local-cloud/start.ts';
import { axeSource, type Browser, launchBrowser, type Page, requireBrowser } from './browser.ts';
import { installOver, type Packed, pack, run, warnings } from './packed.ts';

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
  packed?.dispose();
});

const item = { sku: 'tea', quantity: 2, unitPriceCents: 450 };

interface Project {
  pattern: string;
  argv: string[];
  /** OPTIONS requests of a call that is not simple, to a URL that was not called before. */
  preflights: 0 | 1;
}

/**
 * Both frameworks with every pattern that has a plain site, and both kinds of API. The first project of a framework is
 * installed and checked whole; the others start with its packages.
 */
const frameworks: { frontend: string; projects: Project[] }[] = [
  {
    frontend: 'react',
    projects: [
      { pattern: 'spa-regional-api', argv: [], preflights: 1 },
      { pattern: 'spa', argv: ['--api', 'rest'], preflights: 1 },
      { pattern: 'spa-single-domain', argv: ['--services', 'orders,customers'], preflights: 0 },
    ],
  },
  {
    frontend: 'angular',
    projects: [
      { pattern: 'spa-single-domain', argv: ['--api', 'rest'], preflights: 0 },
      { pattern: 'spa', argv: [], preflights: 1 },
      { pattern: 'spa-regional-api', argv: [], preflights: 1 },
    ],
  },
];

describe.each(frameworks)('with $frontend', ({ frontend, projects }) => {
  describe.each(projects)('pattern $pattern', ({ pattern, argv, preflights }) => {
    const index = projects.findIndex((project) => project.pattern === pattern);
    const nameOf = (project: Project) => `${project.pattern}-${frontend}`;
    const folder = join('.', nameOf(projects[index]!));
    const root = () => join(packed.folder, folder);

    it('is generated and installed', async () => {
      const create = ['--yes', `--package=${packed.tarball}`, 'create-serverless-pattern', folder];
      const answers = ['--pattern', pattern, '--frontend', frontend, ...argv, '--yes', '--no-git'];
      const made = await run(
        'npx',
        [...create, ...answers, ...(index === 0 ? [] : ['--no-install'])],
        packed.folder,
      );
      expect(made.code, made.output).toBe(0);
      expect(warnings(made.output)).toEqual([]);
      if (index === 0) return;
      const installed = await installOver(join(packed.folder, nameOf(projects[index - 1]!)), root());
      expect(installed.code, installed.output).toBe(0);
    });

    const scripts = index === 0 ? ['lint', 'typecheck', 'test', 'build', 'synth'] : ['lint', 'build'];
    it.each(scripts)('passes "npm run %s" without a warning', async (script) => {
      const ran = await run('npm', ['run', script], root());
      expect(ran.code, ran.output).toBe(0);
      expect(warnings(ran.output)).toEqual([]);
    });

    describe.runIf(executable)('in a browser', () => {
      let local: LocalCloud;
      let page: Page;
      let site: string;
      let api: string;
      const start = async (options: object): Promise<LocalCloud> => {
        const program = await import(pathToFileURL(join(root(), 'dev', 'local-cloud.mjs')).href);
        return program.startLocal({ root: root(), port: 0, ...options });
      };
      beforeAll(async () => {
        local = await start({});
        site = local.url('web-dev');
        api = await apiOf(site);
        page = await browser!.newPage();
      });
      afterAll(() => local?.close());

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
        await page.getByText('There are no orders yet.').waitFor();
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
        const visitor = await visitorOf(site);
        local.trace.clear();
        await call(visitor, api, 'POST', '/orders', { customerId: 'c-1', items: [item] });
        expect(preflightCount()).toBe(preflights);
        const urls = Array.from(
          { length: 5 },
          (_, order) => `/orders/00000000-0000-4000-8000-00000000000${order}`,
        );
        for (const url of urls)
          await call(visitor, api, 'PUT', url, { customerId: 'c-1', items: [item], version: 1 });
        expect(preflightCount()).toBe(preflights * 6);
        // The answer to a preflight is kept for its URL, and simple requests need none.
        await call(visitor, api, 'PUT', urls[0]!, { customerId: 'c-1', items: [item], version: 1 });
        await call(visitor, api, 'GET', '/orders?limit=3');
        expect(preflightCount()).toBe(preflights * 6);
      });

      it('answers errors of the API as they are', async () => {
        const missing = await fetch(new URL(`${api}/orders/nowhere`, site));
        expect(missing.status).toBe(404);
        expect(missing.headers.get('content-type')).toContain('application/problem+json');
      });

      it.runIf(frontend === 'react')(
        'pays a round trip for a preflight, and none for a simple GET',
        async () => {
          const rtt = 100;
          const slow = await start({ rtt });
          try {
            const address = slow.url('web-dev');
            const base = await apiOf(address);
            const visitor = await visitorOf(address);
            // Opens the connection, which every later call uses.
            await call(visitor, base, 'GET', '/orders?limit=1');
            const get = await timed(visitor, base, 'GET', '/orders?limit=2');
            const first = await timed(visitor, base, 'PUT', '/orders/1', { version: 1 });
            const again = await timed(visitor, base, 'PUT', '/orders/1', { version: 1 });
            const [gets, firsts, agains] = [get, first, again].map((time) => `${Math.round(time)} ms`);
            console.log(
              `${pattern} at ${rtt} ms: GET ${gets}, first PUT ${firsts}, the same again ${agains}`,
            );
            expect(get).toBeGreaterThanOrEqual(rtt);
            expect(first).toBeGreaterThanOrEqual(rtt * (1 + preflights));
            expect(again).toBeGreaterThanOrEqual(rtt);
          } finally {
            await slow.close();
          }
        },
      );
    });

    it.runIf(executable && index === 0)(
      'shows an edit from the dev server without a reload; all else stays as deployed',
      async () => {
        const program = await import(pathToFileURL(join(root(), 'dev', 'local-cloud.mjs')).href);
        const local: LocalCloud = await program.startLocal({ root: root(), port: 0, hot: true });
        const file = join(
          root(),
          'web',
          'src',
          'orders',
          frontend === 'react' ? 'order-list.tsx' : 'order-list.html',
        );
        const text = readFileSync(file, 'utf8');
        try {
          const site = local.url('web-dev');
          const page = await browser!.newPage();
          await page.goto(`${site}/orders/00000000-0000-4000-8000-000000000000`);
          await page.getByRole('heading', { name: 'Edit order' }).waitFor();
          await page.getByRole('alert').waitFor();
          await page.getByRole('link', { name: 'Back to all orders' }).click();
          await page.getByRole('heading', { name: 'All orders' }).waitFor();
          await page.evaluate('window.before = "the edit"');
          const edited = text.replaceAll('All orders', 'Every order');
          const heading = page.getByRole('heading', { name: 'Every order' });
          // An edit is lost before the dev server watches the file and the page is told of changes; a later one is not.
          const isShown = (again: number) => {
            writeFileSync(file, edited + '\n'.repeat(again));
            return heading.waitFor({ timeout: 10_000 }).then(
              () => true,
              () => false,
            );
          };
          let tries = 0;
          await expect.poll(() => isShown(tries++), { timeout: 120_000 }).toBe(true);
          expect(await page.evaluate('window.before')).toBe('the edit');
          const { apiBaseUrl } = (await (await fetch(`${site}/config.json`)).json()) as {
            apiBaseUrl: string;
          };
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
});

/** Where the pages of a site find the API: an absolute URL, or a path of the site. */
async function apiOf(site: string): Promise<string> {
  const { apiBaseUrl } = (await (await fetch(`${site}/config.json`)).json()) as { apiBaseUrl: string };
  return apiBaseUrl;
}

async function visitorOf(site: string): Promise<Page> {
  const visitor = await browser!.newPage();
  await visitor.goto(site);
  await visitor.getByRole('heading', { name: 'All orders' }).waitFor();
  return visitor;
}

function call(page: Page, api: string, method: string, path: string, body?: unknown): Promise<number> {
  return page.evaluate(send, requestOf(api, method, path, body)).then(({ status }) => status);
}

/** Milliseconds that a call takes, as the page sees it. */
function timed(page: Page, api: string, method: string, path: string, body?: unknown): Promise<number> {
  return page.evaluate(send, requestOf(api, method, path, body)).then(({ time }) => time);
}

function requestOf(
  api: string,
  method: string,
  path: string,
  body?: unknown,
): { url: string; init: RequestInit } {
  const headers = { 'content-type': 'application/json', 'idempotency-key': `${method}${path}` };
  return { url: api + path, init: body ? { method, body: JSON.stringify(body), headers } : { method } };
}

/** Runs in the page. */
async function send({
  url,
  init,
}: {
  url: string;
  init: RequestInit;
}): Promise<{ status: number; time: number }> {
  const started = performance.now();
  const { status } = await fetch(url, init);
  return { status, time: performance.now() - started };
}
