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
  packed?.dispose();
});

const editor = { email: 'editor@example.com', password: 'Local-editor-1' };
const reader = { email: 'reader@example.com', password: 'Local-reader-1' };

describe.each([
  {
    pattern: 'spa',
    frontend: 'angular',
    api: 'rest',
    scripts: ['lint', 'typecheck', 'test', 'build', 'synth'],
  },
  { pattern: 'spa-single-domain', frontend: 'react', api: 'http', scripts: ['test', 'build'] },
])('sign-in on pattern $pattern with $frontend and $api', ({ pattern, frontend, api, scripts }) => {
  const folder = () => join(packed.folder, pattern);

  it('is generated and installed', async () => {
    const argv = ['--yes', `--package=${packed.tarball}`, 'create-serverless-pattern', pattern];
    const answers = ['--pattern', pattern, '--frontend', frontend, '--api', api, '--auth', 'cognito'];
    const made = await run('npx', [...argv, ...answers, '--yes', '--no-git'], packed.folder);
    expect(made.code, made.output).toBe(0);
    expect(warnings(made.output)).toEqual([]);
  });

  it.each(scripts)('passes "npm run %s" without a warning', async (script) => {
    const ran = await run('npm', ['run', script], folder());
    expect(ran.code, ran.output).toBe(0);
    expect(warnings(ran.output)).toEqual([]);
  });

  describe.runIf(executable)('in a browser', () => {
    let local: LocalCloud;
    let site: string;
    let login: string;
    let page: Page;
    const faults: string[] = [];
    beforeAll(async () => {
      const program = await import(pathToFileURL(join(folder(), 'dev', 'local-cloud.mjs')).href);
      local = await program.startLocal({ root: folder(), port: 0 });
      site = local.url('distribution');
      login = local.url('login');
      page = await newVisitor();
      page.on('console', (message) => faults.push(message.text?.() ?? ''));
    });
    afterAll(() => local?.close());

    const deepLink = () => `${site}/orders/new?from=mail`;
    const signInButton = (visitor: Page) => visitor.getByRole('button', { name: 'Sign in' });
    /** Sends the form of the login page and waits for the page that answers it, which may look the same. */
    const sendForm = async (visitor: Page, { email, password }: typeof editor) => {
      await visitor.getByLabel('Email address').fill(email);
      await visitor.getByLabel('Password').fill(password);
      await visitor.evaluate('window.isOfBefore = true');
      await signInButton(visitor).click();
      await expect
        .poll(() => visitor.evaluate('window.isOfBefore === true'), { timeout: 30_000 })
        .toBe(false);
    };
    const isAt = (visitor: Page, url: string) =>
      expect.poll(() => visitor.url(), { timeout: 30_000 }).toBe(url);
    /** A browser of its own: it shares no cookie and no storage with the others. */
    const newVisitor = () => browser!.newPage();
    const signedIn = async (person: typeof editor, path = '/') => {
      const visitor = await newVisitor();
      await visitor.goto(site + path);
      await signInButton(visitor).click();
      await sendForm(visitor, person);
      await visitor.getByText(person.email).waitFor();
      return visitor;
    };
    /** Everything that the page keeps where a script of another day could find it. */
    const kept = (visitor: Page) =>
      visitor.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])');

    it('shows a visitor who is not signed in no order, but the way to sign in', async () => {
      await page.goto(deepLink());
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect(await page.getByLabel('Customer').count()).toBe(0);
      await page.evaluate(axeSource());
      const found = (await page.evaluate('axe.run().then(({ violations }) => violations)')) as {
        impact: string;
      }[];
      expect(found.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
    });

    it('refuses a wrong password without telling whether there is such a person', async () => {
      await signInButton(page).click();
      await sendForm(page, { ...editor, password: 'Wrong-password-1' });
      await page.getByText('Incorrect username or password.').waitFor();
      await sendForm(page, { email: 'nobody@example.com', password: 'Wrong-password-1' });
      await page.getByText('Incorrect username or password.').waitFor();
      expect(page.url()).toContain(login);
    });

    it('leads back to the page that was asked for', async () => {
      await sendForm(page, editor);
      await page.getByText(editor.email).waitFor();
      await isAt(page, deepLink());
      await page.getByLabel('Customer').fill('c-1');
      await page.getByLabel('Article').fill('tea');
      await page.getByLabel('Price each').fill('4.50');
      await page.getByRole('button', { name: 'Create order' }).click();
      await page.getByRole('link', { name: 'c-1' }).waitFor();
    });

    it('keeps no token where the page is gone', async () => {
      expect(await kept(page)).not.toMatch(/eyJ/);
    });

    it('brings the session back when the page is reloaded, without a question', async () => {
      await page.goto(deepLink());
      // The way to the login page and back is a navigation too, and would break off the reload.
      await page.getByText(editor.email).waitFor();
      await page.reload();
      await page.getByText(editor.email).waitFor();
      await isAt(page, deepLink());
    });

    it('says to a reader that a change is not for them', async () => {
      const visitor = await signedIn(reader, '/orders/new');
      await visitor.getByLabel('Customer').fill('c-2');
      await visitor.getByLabel('Article').fill('tea');
      await visitor.getByLabel('Price each').fill('1');
      await visitor.getByRole('button', { name: 'Create order' }).click();
      const alert = visitor.getByRole('alert');
      await alert.waitFor();
      // A REST API answers 401 where an HTTP API answers 403.
      expect(await alert.textContent()).toMatch(/may not do this|not signed in/);
    });

    it('refuses a code that was used before', async () => {
      const visitor = await newVisitor();
      await visitor.goto(site);
      const sent = { back: '', exchange: '' };
      visitor.on('request', (request) => {
        if (request.url().startsWith(`${site}/signed-in?`)) sent.back = request.url();
        if (request.url() === `${login}/oauth2/token`) sent.exchange = request.postData() ?? '';
      });
      await signInButton(visitor).click();
      await sendForm(visitor, editor);
      await visitor.getByText(editor.email).waitFor();
      expect(sent.exchange).toContain('code_verifier=');
      const replay = await fetch(`${login}/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams(sent.exchange),
      });
      expect(replay.status).toBe(400);
      expect(await replay.json()).toEqual({ error: 'invalid_grant' });
      // The same address in another browser opens nothing either.
      const thief = await newVisitor();
      await thief.goto(sent.back);
      await thief.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect(await thief.getByText(editor.email).count()).toBe(0);
    });

    it('refuses an answer with another state', async () => {
      const visitor = await newVisitor();
      await visitor.goto(site);
      // A visit that has begun, and an answer that belongs to none.
      await visitor.evaluate(
        `sessionStorage.setItem("sign-in", JSON.stringify({ state: "mine", nonce: "n", verifier: "${'v'.repeat(43)}", page: "/" }))`,
      );
      await visitor.goto(`${site}/signed-in?code=stolen&state=theirs`);
      const alert = visitor.getByRole('alert');
      await alert.waitFor();
      expect(await alert.textContent()).toContain('You could not be signed in.');
      await isAt(visitor, `${site}/`);
    });

    it('signs out, here and on the login page', async () => {
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await page.reload();
      await signInButton(page).click();
      // Who is still signed in there would come straight back.
      await page.getByLabel('Password').waitFor();
    });

    it('breaks no rule of the content security policy', () => {
      expect(faults.filter((text) => /Content Security Policy|CORS/.test(text))).toEqual([]);
    });
  });
});
