import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { packageRoot } from '../../src/generate/templates-root.ts';
import { cognito } from '../../src/local-cloud/aws/cognito/service.ts';
import { callAws } from '../../src/local-cloud/aws/protocol/call.ts';
import { s3 } from '../../src/local-cloud/aws/s3/service.ts';
import { sns } from '../../src/local-cloud/aws/sns/service.ts';
import { startConsole } from '../../src/local-cloud/console/server.ts';
import type { LocalCloud } from '../../src/local-cloud/start.ts';
import { startHarness } from '../local-cloud/harness.ts';
import { axeSource, type Browser, launchBrowser, type Page, requireBrowser } from './browser.ts';
import { run } from './packed.ts';

const executable = requireBrowser();
if (!executable && process.env.CI) throw new Error('CI has to have a browser: set CHROME_PATH.');
if (!executable) console.log('No Chrome or Chromium found: the browser tests are left out. Set CHROME_PATH.');

const order = (customerId: string) =>
  JSON.stringify({ customerId, items: [{ sku: 'tea', quantity: 2, unitPriceCents: 450 }] });

/** Opens the console. Its page takes keys from when it shows its tabs, which is after its first answer has come. */
async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('tab', { name: 'Picture' }).waitFor();
}

describe.runIf(executable)('the console page', () => {
  let folder: string;
  let local: LocalCloud;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];
  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'csp-console-')));
    const project = join(folder, 'shop');
    const cli = join(packageRoot(), 'bin', 'create-serverless-pattern.js');
    const argv = [cli, project, '--pattern', 'storage-first', '--yes', '--no-git', '--no-install'];
    const made = await run(process.execPath, argv, folder);
    expect(made.code, made.output).toBe(0);
    linkPackages(project);
    const program = await import(pathToFileURL(join(project, 'dev', 'local-cloud.mjs')).href);
    local = await program.startLocal({ root: project, port: 0 });
    browser = await launchBrowser(executable!);
    page = await browser.newPage();
    page.on('console', ({ text }) => faults.push(text?.() ?? ''));
    page.on('pageerror', ({ message }) => faults.push(message ?? ''));
    await open(page, local.console);
  });
  afterAll(async () => {
    await browser?.close();
    await local?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  const api = () => local.url('REST API');
  const put = (customerId: string) =>
    fetch(`${api()}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `key-${customerId}` },
      body: order(customerId),
    });
  /** The policy of the page forbids what Playwright's own waiting does: to evaluate texts within it. */
  const until = (expression: string) =>
    vi.waitFor(async () => expect(await page.evaluate(expression), expression).toBe(true), {
      timeout: 60_000,
    });
  const seen = (text: string) => page.locator(`text=${text}`).first().waitFor();

  it('shows the parts of the project and what leads to what', async () => {
    for (const name of [
      /API.*Api/,
      /queue.*Intake\/Work\/Queue/,
      /queue.*DeadLetters/,
      /function.*Orders\/Process/,
      /table.*Orders\/Table/,
    ]) {
      await page.getByRole('button', { name }).waitFor();
    }
    expect(await page.locator('.picture svg > path').count()).toBeGreaterThan(8);
    await page.getByRole('button', { name: /queue.*Intake\/Work\/Queue/ }).click();
    await seen('Dead letters go to');
    expect(await page.locator('aside:visible .links').first().textContent()).toContain(
      'Api POST /orders (direct)',
    );
    await page.keyboard.press('Escape');
  });

  it('shows a request hop by hop, and what it caused', async () => {
    expect((await put('c-1')).status).toBe(202);
    await page.getByRole('tab', { name: /Requests/ }).click();
    await page
      .getByRole('button', { name: /POST \/dev\/orders/ })
      .first()
      .click();
    const hops = page.locator('.waterfall');
    await hops.waitFor();
    expect(await hops.textContent()).toMatch(
      /viewer POST \/dev\/orders 202.*method POST \/orders.*integration AWS.*sqs SendMessage/s,
    );
    await page.getByRole('button', { name: 'Orders/Process worked' }).click();
    await page.getByRole('heading', { name: 'Orders/Process' }).waitFor();
    expect(await hops.textContent()).toMatch(/function Orders\/Process.*dynamodb TransactWriteItems/s);
    expect(await page.locator('aside:visible').textContent()).toContain('Caused byPOST /dev/orders');
  });

  it('sends a request again', async () => {
    await page
      .getByRole('button', { name: /POST \/dev\/orders/ })
      .first()
      .click();
    const before = requests('POST /dev/orders');
    await page.getByRole('button', { name: 'Resend' }).click();
    await seen('Sent again: POST /dev/orders answered 202.');
    expect(requests('POST /dev/orders')).toBe(before + 1);
    await until('document.querySelectorAll(".requests .row").length >= 4');
  });
  const requests = (text: string) =>
    local.trace.events().filter((event) => event.kind === 'request' && event.text === text).length;

  it('puts a message into the queue, which reaches its worker', async () => {
    await page.getByRole('tab', { name: 'Data' }).click();
    await page.getByRole('button', { name: /Intake\/Work\/Queue/ }).click();
    await page.getByRole('textbox', { name: 'Message body' }).fill('{"from":"the page"}');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('button', { name: 'Follow it' }).click();
    await page.getByRole('heading', { name: 'SendMessage' }).waitFor();
    await page
      .getByRole('button', { name: /Orders\/Process (worked|failed)/ })
      .first()
      .click();
    await page.getByRole('heading', { name: 'Orders/Process' }).waitFor();
  });

  it('shows the items of a table, a page at a time', async () => {
    for (let at = 0; at < 15; at++) expect((await put(`paged-${at}`)).status).toBe(202);
    await page.keyboard.press('3');
    await page.getByRole('button', { name: /Orders\/Table/ }).click();
    await until('/3[0-9] items|[4-9][0-9] items/.test(document.querySelector("nav.choices").textContent)');
    await until('document.querySelectorAll("#view-data tbody tr").length === 25');
    await page.keyboard.press('n');
    await seen('Page 2');
    await until('document.querySelectorAll("#view-data tbody tr").length < 25');
    await page.keyboard.press('b');
    await seen('Page 1');
  });

  it('shows refused calls with the missing statement, and log lines with their request id', async () => {
    const role = local.cloud.model.byType('AWS::IAM::Role').find(({ path }) => path.includes('/List/'))!;
    const [table] = local.cloud.model.byType('AWS::DynamoDB::GlobalTable');
    const refuse = () => local.cloud.authorize({ roleArn: role.arn }, 'dynamodb:DeleteTable', table!.arn);
    expect(refuse).toThrow(/not authorized/);
    await page.keyboard.press('6');
    await page.getByRole('button', { name: /may not dynamodb:DeleteTable/ }).click();
    await seen('This statement is missing from the policies of the role:');
    expect(await page.locator('aside:visible pre').first().textContent()).toContain(
      '"Action": "dynamodb:DeleteTable"',
    );
    await page.keyboard.press('5');
    await page.getByRole('button', { name: /INFO/ }).first().click();
    await seen('Request id');
  });

  it('says what differs from AWS here, and what has no effect', async () => {
    await page.keyboard.press('7');
    await page.getByRole('heading', { name: 'Without effect here' }).waitFor();
    const lines = (await page.locator('.lines:visible').first().textContent()) ?? '';
    expect(local.withoutEffect.length).toBeGreaterThan(3);
    for (const line of local.withoutEffect) expect(lines).toContain(line);
    await seen('Nothing in the templates behaves differently here.');
  });

  it('puts a bucket out of order and ends the outage', async () => {
    const outages = new Set<string>();
    const cloud = await startHarness({
      services: [s3],
      outages,
      resources: { Site: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'site' } } },
    });
    const own = await startConsole({
      ...cloud,
      port: 0,
      differences: () => ({ notices: ['S3::AccessGrant is not served'], simpler: [], withoutEffect: [] }),
      setOutage: (arn, on) => void (on ? outages.add(arn) : outages.delete(arn)),
    });
    const status = async () => (await fetch(`${cloud.endpoint}/site?list-type=2`)).status;
    try {
      const other = await browser.newPage();
      await open(other, own.url);
      await other.getByRole('tab', { name: /Differences *1/ }).click();
      await other.getByText('S3::AccessGrant is not served').waitFor();
      await other.keyboard.press('3');
      await other.getByRole('button', { name: 'Put out of order' }).click();
      await other.getByRole('button', { name: 'End the outage' }).waitFor();
      expect(await status()).toBe(503);
      await other.getByRole('button', { name: 'End the outage' }).click();
      await other.getByRole('button', { name: 'Put out of order' }).waitFor();
      expect(await status()).toBe(200);
    } finally {
      await own.close();
      await cloud.close();
    }
  });

  it('marks preflights among the requests', async () => {
    await fetch(`${api()}/orders`, {
      method: 'OPTIONS',
      headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' },
    });
    await page.keyboard.press('2');
    await page
      .getByRole('button', { name: /OPTIONS \/dev\/orders.*preflight/ })
      .first()
      .waitFor();
  });

  it('shows the e-mails of user pools and topics, with their codes', async () => {
    const cloud = await startHarness({
      services: [cognito, sns],
      resources: {
        People: { Type: 'AWS::Cognito::UserPool', Properties: { AutoVerifiedAttributes: ['email'] } },
        Site: {
          Type: 'AWS::Cognito::UserPoolClient',
          Properties: { UserPoolId: { Ref: 'People' }, ClientName: 'site' },
        },
        Alarms: {
          Type: 'AWS::SNS::Topic',
          Properties: {
            TopicName: 'alarms',
            Subscription: [{ Protocol: 'email', Endpoint: 'team@example.com' }],
          },
        },
      },
    });
    const own = await startConsole({
      ...cloud,
      port: 0,
      differences: () => ({ notices: [], withoutEffect: [], simpler: [] }),
      setOutage: () => {},
    });
    try {
      const other = await browser.newPage();
      await open(other, own.url);
      await other.keyboard.press('4');
      await other.getByText('No e-mail has been sent.').waitFor();
      const [client] = cloud.cloud.model.byType('AWS::Cognito::UserPoolClient');
      const signUp = { ClientId: client!.ref, Username: 'ada@example.com', Password: 'Long-enough-1!' };
      const UserAttributes = [{ Name: 'email', Value: 'ada@example.com' }];
      const call = { region: 'eu-west-1', caller: {} };
      await callAws(cloud.cloud, {
        ...call,
        service: 'cognito-idp',
        action: 'SignUp',
        input: { ...signUp, UserAttributes },
      });
      await callAws(cloud.cloud, {
        ...call,
        service: 'sns',
        action: 'Publish',
        input: {
          TopicArn: cloud.cloud.model.byType('AWS::SNS::Topic')[0]!.arn,
          Subject: 'Depth',
          Message: 'ALARM',
        },
      });
      await other.getByRole('heading', { name: 'Depth' }).waitFor();
      const mails = await other.locator('.mails').first().textContent();
      expect(mails).toMatch(/to team@example\.com from the topic alarms.*Depth.*ALARM/s);
      expect(mails).toMatch(/to ada@example\.com from the user pool/);
      const code = (await other.locator('.mails .code').first().textContent()) ?? '';
      expect(code).toMatch(/^\d{6}$/);
      const confirm = { ClientId: client!.ref, Username: 'ada@example.com', ConfirmationCode: code };
      await callAws(cloud.cloud, {
        ...call,
        service: 'cognito-idp',
        action: 'ConfirmSignUp',
        input: confirm,
      });
    } finally {
      await own.close();
      await cloud.close();
    }
  });

  it('is reached by the keyboard alone', async () => {
    await page.reload();
    await page.getByRole('tab', { name: 'Picture' }).waitFor();
    const focused = () =>
      page.evaluate(
        'document.activeElement.textContent + "|" + (document.activeElement.getAttribute("aria-label") ?? "") + "|" + document.activeElement.id',
      ) as Promise<string>;
    // Every stop of the tab order of a view is visible in its focus, and the order ends.
    await page.keyboard.press('2');
    // What has passed before the page was loaded comes after it.
    await page.locator('.requests .row').first().waitFor();
    const stops: string[] = [];
    for (let at = 0; at < 12; at++) {
      await page.keyboard.press('Tab');
      const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
      const stop = await focused();
      if (stop.includes('local cloud')) break;
      stops.push(stop);
      expect(outline, stop).not.toBe('none');
    }
    expect(stops.join('\n')).toMatch(/REST API[\s\S]*Requests[\s\S]*\|filter[\s\S]*Clear[\s\S]*Shortcuts/);
    // A request is opened, sent again and closed.
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Hop by hop' }).waitFor();
    const before = local.trace.events().filter(({ kind }) => kind === 'request').length;
    await page.keyboard.press('/');
    await page.keyboard.type('post');
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('r');
    await seen('Sent again');
    expect(local.trace.events().filter(({ kind }) => kind === 'request')).toHaveLength(before + 1);
    await page.keyboard.press('p');
    await until('document.querySelectorAll(".node.lit").length > 1');
    await page.keyboard.press('Escape');
    // The arrows walk through the picture.
    await page.keyboard.press('/');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Escape');
    await page.keyboard.press('1');
    await page.locator('.node.api').first().click();
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toMatch(/^(function|queue)/);
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    // A message is written and sent.
    await page.keyboard.press('3');
    for (let at = 0; at < 4; at++) await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.keyboard.press('m');
    await page.keyboard.press('Control+Enter');
    await seen('SendMessage answered');
  });

  it.each([
    { width: 1280, height: 800, colorScheme: 'light' as const },
    { width: 800, height: 700, colorScheme: 'dark' as const },
  ])('axe finds nothing serious at a width of $width, $colorScheme', async ({
    width,
    height,
    colorScheme,
  }) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    for (const [key, opening] of [
      ['1', '.node.queue'],
      ['2', '.requests .row'],
      ['3', ''],
      ['4', ''],
      ['5', '.log .row'],
      ['6', ''],
      ['7', ''],
    ] as const) {
      await page.keyboard.press('Escape');
      await page.keyboard.press(key);
      if (opening) await page.locator(`${opening}:visible`).first().click();
      await page.evaluate(axeSource());
      const found = (await page.evaluate('axe.run().then(({ violations }) => violations)')) as {
        id: string;
        impact: string;
        nodes: { html: string }[];
      }[];
      const serious = found.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => `${key} ${id}: ${nodes[0]?.html}`)).toEqual([]);
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(overflow).toBe(0);
    }
    await page.keyboard.press('Escape');
  });

  it('stays quick with 500 requests', async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.keyboard.press('2');
    for (let at = 0; at < 500; at += 25) {
      await Promise.all(
        Array.from({ length: 25 }, (_, one) => fetch(`${api()}/orders?limit=1&n=${at + one}`)),
      );
    }
    await until('document.querySelectorAll(".requests .row").length >= 500');
    // The best of five: other work of the machine may hold up any of them.
    const took = (await page.evaluate(`(async () => {
      const filter = async (text) => {
        const from = performance.now();
        document.querySelector('.requests .row').click();
        document.querySelector('#filter').value = text;
        document.querySelector('#filter').dispatchEvent(new Event('input'));
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        return performance.now() - from;
      };
      const all = [];
      for (let at = 0; at < 5; at++) {
        await filter('');
        all.push(await filter('n=499'));
      }
      return all;
    })()`)) as number[];
    expect(await page.locator('.requests .row').count()).toBe(1);
    expect(Math.min(...took)).toBeLessThan(1000);
  });

  it('shows what an empty project is', async () => {
    const cloud = await startHarness({ services: [] });
    const own = await startConsole({
      ...cloud,
      port: 0,
      differences: () => ({ notices: [], simpler: [], withoutEffect: [] }),
      setOutage: () => {},
    });
    try {
      const empty = await browser.newPage();
      await open(empty, own.url);
      for (const [key, text] of [
        ['1', 'The templates hold nothing that can be drawn yet'],
        ['2', 'No request has passed yet'],
        ['3', 'The templates hold no table'],
        ['4', 'This project has neither a user pool nor a topic'],
        ['5', 'Nothing has been logged yet'],
        ['6', 'IAM has refused nothing'],
        ['7', 'Nothing in the templates behaves differently here'],
      ] as const) {
        await empty.keyboard.press(key);
        await empty.locator(`text=${text}`).first().waitFor();
      }
    } finally {
      await own.close();
      await cloud.close();
    }
  });

  it('reports no fault in the browser', () => {
    expect(faults).toEqual([]);
  });
});

/** The packages of this repository for a project that was not installed. */
function linkPackages(project: string): void {
  const from = join(packageRoot(), 'node_modules');
  const to = join(project, 'node_modules');
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) symlinkSync(join(from, name), join(to, name), 'junction');
}
