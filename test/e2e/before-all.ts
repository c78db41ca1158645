import { installTools, requireBrowser } from './browser.ts';

/** Installs what the browser tests need once, before two of them look for it at the same time. */
export function setup(): void {
  if (requireBrowser()) installTools();
}
