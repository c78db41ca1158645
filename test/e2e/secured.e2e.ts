import { existsSync, readFileSync, renameSync } from 'node:fs';
import { request as send } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { totpCode } from '../../src/local-cloud/aws/cognito/auth/totp.ts';
import type { Resource } from '../../src/local-cloud/contract.ts';
import type { LocalCloud } from '../../src/local-cloud/start.ts';
import { type Browser, launchBrowser, type Page, requireBrowser } from './browser.ts';
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
  packed?.dispose();
});

const editor = { email: 'editor@example.com', password: 'Local-editor-1' };
const features = 'secure-site,security-headers,ab-testing,rollout,failover';

/** Visits to the A/B test: 10,000 at night, a split of which an honest coin is off by two percent at most. */
const count = Number(process.env.SPLIT_VISITS ?? 2_000);

async function generate(name: string, argv: string[]): Promise<string> {
  const npx = ['--yes', `--package=${packed.tarball}`, 'create-serverless-pattern', name];
  const made = await run('npx', [...npx, '--pattern', '7', ...argv, '--yes', '--no-git'], packed.folder);
  expect(made.code, made.output).toBe(0);
  expect(warnings(made.output)).toEqual([]);
  return join(packed.folder, name);
}

async function start(folder: string): Promise<LocalCloud> {
  const program = await import(pathToFileURL(join(folder, 'dev', 'local-cloud.mjs')).href);
  return program.startLocal({ root: folder, port: 0 });
}

/** Asks the server of a URL as the host of another name, which `fetch` does not do. */
function askAs(
  host: string,
  url: string,
  authorization = '',
): Promise<{ status: number; text: string; location?: string }> {
  return new Promise((done, fail) => {
    const headers = { host, accept: 'text/html', ...(authorization ? { authorization } : {}) };
    const sent = send(url, { headers }, async (response) => {
      const parts = await response.toArray();
      const { location } = response.headers;
      done({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString(), location });
    });
    sent.once('error', fail).end();
  });
}

const hostOf = (local: LocalCloud, type: string, attribute: string, id = '') =>
  local.cloud.model
    .byType(type)
    .find(({ logicalId }) => logicalId.includes(id))!
    .attribute(attribute);

/** Runs the command of a project for a setting of the edge; gives what it prints. */
async function command(
  folder: string,
  local: LocalCloud,
  script: string,
  ...words: string[]
): Promise<string> {
  const outputs = Object.values(local.outputs).flatMap((stack) => Object.entries(stack));
  const output = (part: string) => outputs.find(([name]) => name.includes(part))?.[1] ?? '';
  // Which releases there are is seen in the bucket.
  const bucket = ['rollout', 'promote', 'rollback'].includes(script) ? [output('SiteBucket')] : [];
  const place = [output('EdgeSettingsArn'), ...bucket];
  const ran = await run('npm', ['run', '-s', script, '--', ...place, ...words], folder, local.env);
  expect(ran.code, ran.output).toBe(0);
  return ran.stdout;
}

/** `count` visits, fifty at a time. */
async function visits<T>(count: number, visit: (index: number) => Promise<T>): Promise<T[]> {
  const seen: T[] = [];
  for (let done = 0; done < count; done += 50) {
    const some = Array.from({ length: Math.min(50, count - done) }, (_, index) => visit(done + index));
    seen.push(...(await Promise.all(some)));
  }
  return seen;
}

describe('pattern 7 with every feature at the edge', () => {
  let folder: string;
  let local: LocalCloud;
  let site: string;
  let login: string;
  beforeAll(async () => {
    folder = await generate('secured', ['--auth', 'cognito', '--edge', features]);
  });
  afterAll(() => local?.close());

  it.each(['lint', 'test', 'synth'])('passes "npm run %s" without a warning', async (script) => {
    const ran = await run('npm', ['run', script], folder);
    expect(ran.code, ran.output).toBe(0);
    expect(warnings(ran.output)).toEqual([]);
  });

  it('starts', async () => {
    local = await start(folder);
    site = local.url('distribution');
    login = local.url('login');
    expect(local.notices.filter((text) => !/Lambda@Edge|CloudFront/.test(text))).toEqual([]);
  });

  describe.runIf(executable)('in a browser', () => {
    let page: Page;
    const faults: string[] = [];
    const deepLink = () => `${site}/orders/new?from=mail`;
    const sendForm = async (password: string) => {
      await page.getByLabel('Email address').fill(editor.email);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
    };
    const isAt = (url: string) => expect.poll(() => page.url(), { timeout: 30_000 }).toBe(url);
    it('a visitor who asks for a deep link is led to the login page, and a wrong password opens nothing', async () => {
      page = await browser!.newPage();
      page.on('console', (message) => faults.push(message.text?.() ?? ''));
      await page.goto(deepLink());
      expect(page.url()).toContain(`${login}/`);
      await sendForm('Wrong-password-1');
      await page.getByText('Incorrect username or password.').waitFor();
      expect(page.url()).toContain(login);
    });

    it('who signs in comes back to the deep link, and signs in to the API without a question', async () => {
      await sendForm(editor.password);
      // The login page has such a heading and such a button too.
      await isAt(deepLink());
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText(editor.email).waitFor();
      await isAt(deepLink());
      expect(await page.evaluate('document.cookie')).toBe('');
      const kept = 'JSON.stringify([{ ...localStorage }, { ...sessionStorage }])';
      expect(await page.evaluate(kept)).not.toMatch(/eyJ/);
    });

    it('an order is made, behind the strict policy of the page', async () => {
      await page.getByLabel('Customer').fill('c-1');
      await page.getByLabel('Article').fill('tea');
      await page.getByLabel('Price each').fill('4.50');
      await page.getByRole('button', { name: 'Create order' }).click();
      await page.getByRole('link', { name: 'c-1' }).waitFor();
      expect(faults.filter((text) => /Content Security Policy|CORS/.test(text))).toEqual([]);
    });

    it('signing out ends it: the site is closed again', async () => {
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByLabel('Password').waitFor();
      expect(page.url()).toContain(`${login}/`);
      const cookies = (await page.context().cookies()).filter(({ name }) =>
        /^__Host-(session|refresh)/.test(name),
      );
      expect(cookies).toEqual([]);
      await page.goto(deepLink());
      await page.getByLabel('Password').waitFor();
    });

    const signInToApi = async () => {
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText(editor.email).waitFor();
    };
    const signOut = async () => {
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByLabel('Password').waitFor();
    };
    it('an authenticator app is set up on the page, asked for at the next sign-in, and removed', async () => {
      await sendForm(editor.password);
      await signInToApi();
      await page.getByRole('button', { name: 'Authenticator app' }).click();
      await page.getByAltText('QR code for your app').waitFor();
      expect(await page.evaluate('document.querySelector("dialog img").naturalWidth > 0')).toBe(true);
      const secret = (await page.locator('dialog code').textContent())!.replaceAll(' ', '');
      const now = () => Math.floor(Date.now() / 30_000);
      const wrong = totpCode(secret, now()) === '111111' ? '222222' : '111111';
      await page.getByLabel('Code that the app shows').fill(wrong);
      await page.getByRole('button', { name: 'Turn on' }).click();
      await page.getByText('This code is not right.').waitFor();
      const step = now();
      await page.getByLabel('Code that the app shows').fill(totpCode(secret, step));
      await page.getByRole('button', { name: 'Turn on' }).click();
      await page.getByText('It is on').waitFor();
      await page.getByRole('button', { name: 'Close' }).click();

      await signOut();
      await sendForm(editor.password);
      await page.getByRole('heading', { name: 'Enter your code' }).waitFor();
      // A code is good once, and a little before its time.
      await page.getByLabel('Code').fill(totpCode(secret, Math.max(step + 1, now())));
      await page.locator('button').first().click();
      await signInToApi();

      await page.getByRole('button', { name: 'Authenticator app' }).click();
      await page.getByText('It is on').waitFor();
      await page.getByRole('button', { name: 'Remove' }).click();
      await expect.poll(() => page.evaluate('document.querySelector("dialog").open')).toBe(false);
      await signOut();
      await sendForm(editor.password);
      await signInToApi();
      expect(faults.filter((text) => /Content Security Policy|CORS/.test(text))).toEqual([]);
    });
  });

  /** The cookies of somebody who has signed in, by plain requests. */
  async function session(): Promise<string> {
    const cookiesOf = (response: Response) =>
      response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]!);
    const asked = await fetch(site, { redirect: 'manual', headers: { accept: 'text/html' } });
    const address = asked.headers.get('location')!;
    const form = await fetch(address);
    const csrf = /name="_csrf" value="([^"]+)"/.exec(await form.text())![1]!;
    const answer = await fetch(`${login}/login${new URL(address).search}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: cookiesOf(form).join('; ') },
      body: new URLSearchParams({ _csrf: csrf, username: editor.email, password: editor.password }),
    });
    const back = await fetch(answer.headers.get('location')!, {
      redirect: 'manual',
      headers: { cookie: cookiesOf(asked).join('; ') },
    });
    return cookiesOf(back)
      .filter((cookie) => cookie.startsWith('__Host-session='))
      .join('; ');
  }

  it('a release goes to 10, 50 and 100 percent of the visitors and back, by the commands of the project', async () => {
    const cookie = await session();
    const html = readFileSync(join(folder, 'web', 'dist', 'index.html'), 'utf8');
    const { ref: bucket } = local.cloud.model
      .byType('AWS::S3::Bucket')
      .find(({ logicalId }) => logicalId === 'SiteBucket')!;
    for (const variant of ['control', 'candidate']) {
      const put = await fetch(`${local.endpoint}/${bucket}/releases/next/variants/${variant}/index.html`, {
        method: 'PUT',
        headers: { 'content-type': 'text/html', 'cache-control': 'no-cache' },
        body: html.replace('</head>', '<meta name="release" content="next"></head>'),
      });
      expect(put.status).toBe(200);
    }
    const share = async () => {
      const seen = await visits(20, async (index) => {
        const ticket = `__Host-rollout=${String(index * 500).padStart(4, '0')}`;
        return (await fetch(site, { headers: { cookie: `${cookie}; ${ticket}` } })).text();
      });
      return seen.filter((html) => html.includes('content="next"')).length / seen.length;
    };
    const sees = (expected: number) => expect.poll(share, { timeout: 60_000, interval: 500 }).toBe(expected);
    await sees(0);
    await command(folder, local, 'rollout', '10', 'next');
    await sees(0.1);
    await command(folder, local, 'rollout', '50', 'next');
    await sees(0.5);
    await command(folder, local, 'promote');
    await sees(1);
    await command(folder, local, 'rollback');
    await sees(0);
  });

  it('the site stays up while its bucket answers 503, and returns to it', async () => {
    const cookie = await session();
    const ask = async () => {
      // The cache has what it was given for a second.
      await delay(1100);
      local.trace.clear();
      const response = await fetch(`${site}/orders/new`, { headers: { cookie } });
      const asked = local.trace.events().filter(({ text }) => text.startsWith('origin '));
      const regions = asked.map(({ text, status }) => `${/\.s3\.([\w-]+)\./.exec(text)?.[1]} ${status}`);
      return { status: response.status, regions };
    };
    expect((await ask()).regions.at(-1)).toMatch(/^eu-west-1 (200|304)$/);
    const end = local.outage('SiteBucket');
    try {
      const first = await ask();
      expect(first.status).toBe(200);
      expect(first.regions).toContain('eu-west-1 503');
      expect(first.regions.at(-1)).toMatch(/^eu-central-1 (200|304)$/);
      // Those who come after take no way by the bucket that fails.
      const second = await ask();
      expect(second.status).toBe(200);
      expect(second.regions.every((each) => each.startsWith('eu-central-1'))).toBe(true);
    } finally {
      end();
    }
    const back = async () => (await ask()).regions.at(-1);
    await expect.poll(back, { timeout: 30_000, interval: 500 }).toMatch(/^eu-west-1 (200|304)$/);
  });

  it('nothing of the site or an API is reached around its controls', async () => {
    const bucket = local.cloud.model.byType('AWS::S3::Bucket');
    expect(bucket.length).toBe(3);
    for (const { ref, region } of bucket) {
      const direct = await askAs(`${ref}.s3.${region}.amazonaws.com`, `${site}/index.html`);
      expect([ref, direct.status]).toEqual([ref, 403]);
    }
    const own = await askAs(
      hostOf(local, 'AWS::CloudFront::Distribution', 'DomainName'),
      `${site}/index.html`,
    );
    expect([own.status, own.location]).toEqual([302, `${site}/`]);
    expect((await askAs('elsewhere.example', `${site}/index.html`)).status).toBe(421);
    const token = ['--import', 'tsx', 'dev/token.ts', editor.email, local.console];
    const printed = await run('node', token, folder);
    expect(printed.code, printed.output).toBe(0);
    const authorization = `Bearer ${printed.stdout.trim()}`;
    expect((await fetch(`${site}/api/orders`)).status).toBe(401);
    expect((await fetch(`${site}/api/orders`, { headers: { authorization } })).status).toBe(200);
    const [{ ref: api, region }] = local.cloud.model.byType('AWS::ApiGateway::RestApi') as [Resource];
    const straight = [`${api}.execute-api.${region}.amazonaws.com`, `${site}/dev/api/orders`] as const;
    expect((await askAs(...straight)).status).toBe(403);
    expect((await askAs(...straight, authorization)).status).toBe(403);
    const [, acrossPort] = Object.entries(local.urls).find(([title]) => title.endsWith('REST API'))!;
    expect((await fetch(`${acrossPort}/api/orders`, { headers: { authorization } })).status).toBe(403);
  });
});

describe('pattern 7 for holders of keys, with HTTP APIs behind mutual TLS, a password, a domain and an A/B test', () => {
  let folder: string;
  let local: LocalCloud;
  beforeAll(async () => {
    const argv = ['--auth', 'lambda', '--edge', 'secure-site,ab-testing', '--domain', 'shop.example'];
    const locked = ['--api', 'http', '--origin-lock', 'mtls', '--services', 'orders,customers'];
    folder = await generate('keyed', [...argv, ...locked, '--no-install']);
    // What the other project has is all that this one needs.
    for (const modules of ['node_modules', 'web/node_modules']) {
      const before = join(packed.folder, 'secured', modules);
      // The site has packages of its own only where they differ from those of the project.
      if (existsSync(before)) renameSync(before, join(folder, modules));
    }
  });
  afterAll(() => local?.close());

  it('is closed under each of its names until a password is set, and then to all but who knows it', async () => {
    local = await start(folder);
    const site = local.url('distribution');
    const own = hostOf(local, 'AWS::CloudFront::Distribution', 'DomainName');
    for (const host of [own, 'dev.shop.example']) {
      expect([host, (await askAs(host, `${site}/index.html`)).status]).toEqual([host, 401]);
    }
    const [bucket] = local.cloud.model.byType('AWS::S3::Bucket');
    expect((await askAs(`${bucket!.ref}.s3.eu-west-1.amazonaws.com`, `${site}/index.html`)).status).toBe(403);
  });

  it('answers a good key at the distribution alone', async () => {
    const authorization = `Bearer local-editor.${'this-machine-only'.padEnd(43, '-')}`;
    const site = local.url('distribution');
    for (const { ref, logicalId, region } of local.cloud.model.byType('AWS::ApiGatewayV2::Api')) {
      const straight = await askAs(
        `${ref}.execute-api.${region}.amazonaws.com`,
        `${site}/api/orders`,
        authorization,
      );
      expect([logicalId, straight.status]).toEqual([logicalId, 404]);
    }
    for (const name of ['orders', 'customers']) {
      const path = `${site}/api/${name}`;
      expect((await fetch(path, { headers: { authorization } })).status).toBe(200);
      expect((await askAs(`${name}.api-origin.dev.shop.example`, path, authorization)).status).toBe(403);
    }
  });

  async function sitePassword(): Promise<string> {
    const said = await command(folder, local, 'site-password');
    return /Password: (\S+)/.exec(said)![1]!;
  }

  it.runIf(executable)('lets in who types in an access key, and refuses a wrong one', async () => {
    const site = local.url('distribution');
    const password = await sitePassword();
    const page = await browser!.newPage({ httpCredentials: { username: 'site', password } });
    await page.goto(site);
    await page.getByLabel('Access key').fill(`local-editor.${'x'.repeat(43)}`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.reload();
    await page.getByLabel('Access key').fill(`local-editor.${'this-machine-only'.padEnd(43, '-')}`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'All orders' }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.getByText('local-editor').waitFor();
    const kept = 'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])';
    expect(await page.evaluate(kept)).not.toContain('this-machine-only');
  });

  it(`${count} visits split as the weights say, visitors stay in their variant, new weights need no restart`, async () => {
    const site = local.url('distribution');
    const authorization = `Basic ${Buffer.from(`site:${await sitePassword()}`).toString('base64')}`;
    const visit = async (own = '') => {
      const response = await fetch(`${site}/config.json`, { headers: { authorization, cookie: own } });
      const { variant } = (await response.json()) as { variant: string };
      const given = response.headers.getSetCookie().find((each) => each.startsWith('__Host-welcome='));
      return { variant, own: given?.split(';')[0] ?? own };
    };
    const candidates = (seen: { variant: string }[]) =>
      seen.filter(({ variant }) => variant === 'candidate').length / seen.length;
    /** Four standard deviations: one honest split in 16,000 is farther off. */
    const tolerance = (share: number, count: number) => 4 * Math.sqrt((share * (1 - share)) / count);
    await command(folder, local, 'weights', 'control=70', 'candidate=30');
    await expect
      .poll(async () => candidates(await visits(400, () => visit())), { timeout: 300_000 })
      .toBeLessThan(0.4);
    const started = performance.now();
    const first = await visits(count, () => visit());
    const seconds = (performance.now() - started) / 1000;
    console.log(
      `${count} visits in ${seconds.toFixed(1)} s: ${(candidates(first) * 100).toFixed(2)} % of 30 %.`,
    );
    expect(Math.abs(candidates(first) - 0.3)).toBeLessThan(tolerance(0.3, count));
    await command(folder, local, 'weights', 'control=10', 'candidate=90');
    await expect
      .poll(async () => candidates(await visits(400, () => visit())), { timeout: 300_000 })
      .toBeGreaterThan(0.8);
    const again = await visits(500, (index) => visit(first[index]!.own));
    expect(again.map(({ variant }) => variant)).toEqual(first.slice(0, 500).map(({ variant }) => variant));
    const fresh = await visits(1_000, () => visit());
    expect(Math.abs(candidates(fresh) - 0.9)).toBeLessThan(tolerance(0.9, 1_000));
  });
});
