import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '../site-directory.ts';

/**
 * Whether a request comes from the console page itself, or from a program. A page of another origin is told by its
 * `Origin` or `Sec-Fetch-Site`; one that made its own host name point at this machine (DNS rebinding) by its `Host`.
 */
export function isOwnPage(headers: IncomingHttpHeaders, port: number): boolean {
  const { host = '', origin } = headers;
  const name = host.replace(/:\d+$/, '');
  if (name === '' || !isLoopback(name)) return false;
  if (origin !== undefined && !isOwnOrigin(origin, port)) return false;
  const site = headers['sec-fetch-site'];
  // A link or a bookmark may open the page; `navigate` cannot be read by the page that it came from.
  return (
    site === undefined ||
    site === 'same-origin' ||
    site === 'none' ||
    headers['sec-fetch-mode'] === 'navigate'
  );
}

const isOwnOrigin = (origin: string, port: number) => {
  try {
    const url = new URL(origin);
    return isLoopback(url.hostname) && Number(url.port) === port;
  } catch {
    return false;
  }
};

/**
 * Whether a request that does something comes from the console page or from a program. A form or a `fetch` of another page
 * cannot send this type of content without asking first, and nobody answers that question.
 */
export function isOwnAction(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  return (
    (site === undefined || site === 'same-origin') &&
    /^application\/json\s*(;|$)/.test(headers['content-type'] ?? '')
  );
}
