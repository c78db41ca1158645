import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { packageRoot } from '../../src/generate/templates-root.ts';

/** Packages that only browser tests need: they are installed here, outside the root's own node_modules. */
const tools = join(packageRoot(), 'test', '.tools');
const packages = ['playwright-core@1.65.1', 'axe-core@4.14.1'];

/** Milliseconds that a page may take for a step, on a machine that is slow and busy. */
const longestWait = 60_000;

/** The part of a Playwright page that the tests use. */
export interface Page {
  goto(url: string): Promise<unknown>;
  reload(): Promise<unknown>;
  screenshot(options: { path: string; fullPage?: boolean }): Promise<unknown>;
  evaluate(expression: string): Promise<unknown>;
  evaluate<T, A>(action: (argument: A) => T | Promise<T>, argument: A): Promise<T>;
  addScriptTag(options: { content: string }): Promise<unknown>;
  once(event: 'dialog', listener: (dialog: { accept(): Promise<void> }) => void): void;
  on(
    event: 'console' | 'pageerror',
    listener: (message: { text?(): string; message?: string }) => void,
  ): void;
  on(event: 'request', listener: (request: { url(): string; postData(): string | null }) => void): void;
  getByRole(role: string, options?: { name?: string | RegExp; exact?: boolean }): Locator;
  getByLabel(label: string): Locator;
  getByAltText(text: string): Locator;
  getByText(text: string): Locator;
  locator(selector: string): Locator;
  keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
  setViewportSize(size: { width: number; height: number }): Promise<void>;
  emulateMedia(options: { colorScheme: 'light' | 'dark' }): Promise<void>;
  url(): string;
  context(): { cookies(): Promise<{ name: string }[]> };
  title(): Promise<string>;
  setDefaultTimeout(milliseconds: number): void;
}

export interface Locator {
  click(): Promise<void>;
  fill(text: string): Promise<void>;
  waitFor(options?: { state?: 'visible' | 'hidden'; timeout?: number }): Promise<void>;
  first(): Locator;
  textContent(): Promise<string | null>;
  count(): Promise<number>;
}

export interface Browser {
  newPage(options?: { httpCredentials?: { username: string; password: string } }): Promise<Page>;
  close(): Promise<void>;
}

/** A browser on this machine: `CHROME_PATH`, or a system Chrome or Chromium. */
export function findBrowser(): string | undefined {
  const places = [
    process.env.CHROME_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  return places.find((place) => place && existsSync(place));
}

/** In CI a browser has to be there: it is installed where the system's packages can be. */
export function requireBrowser(): string | undefined {
  const found = findBrowser();
  if (found || !process.env.CI) return found;
  console.log('Installing Chromium from the system packages for the browser tests.');
  const apt = (...argv: string[]) => execFileSync('apt-get', argv, { stdio: 'ignore' });
  // Mirrors fail now and then, and a machine that has just started may be installing its own updates.
  const patient = ['-qq', '-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=300'];
  apt(...patient, 'update');
  apt(...patient, '-y', 'install', 'chromium');
  return findBrowser();
}

/** Starts a headless browser; Playwright is installed into test/.tools when it is not there yet. */
export async function launchBrowser(executablePath: string): Promise<Browser> {
  const require = installedTools();
  const { chromium } = require('playwright-core');
  const browser: Browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return {
    newPage: async (options) => {
      const page = await browser.newPage(options);
      page.setDefaultTimeout(longestWait);
      return page;
    },
    close: () => browser.close(),
  };
}

/** Source of axe, to be run in a page. */
export function axeSource(): string {
  return installedTools()('axe-core').source;
}

function installedTools(): NodeJS.Require {
  installTools();
  return createRequire(join(tools, 'package.json'));
}

/** Installs what drives the browser, unless it is there. */
export function installTools(): void {
  const installed = ['playwright-core', 'axe-core'].every((name) =>
    existsSync(join(tools, 'node_modules', name, 'package.json')),
  );
  if (installed) return;
  console.log(`Installing ${packages.join(' and ')} into test/.tools for the browser tests.`);
  mkdirSync(tools, { recursive: true });
  execFileSync('npm', ['install', '--prefix', tools, '--no-save', '--no-audit', '--no-fund', ...packages], {
    stdio: 'ignore',
  });
}
