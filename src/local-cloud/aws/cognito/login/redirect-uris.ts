import type { Cloud } from '../../../contract.ts';

/**
 * Whether a client registered a URI. It counts exactly as registered. Besides, where the registered host is a site of this
 * project (`https://d111111abcdef8.cloudfront.net/callback`), the same URI counts under that site's local origin, as
 * `http://127.0.0.1:PORT/callback` or `http://localhost:PORT/callback`: a page that runs here cannot name another. Path and
 * query have to be the registered ones to the letter in each form, and no other port of this machine counts.
 */
export function isRegistered(cloud: Cloud, registered: readonly string[], given: string): boolean {
  return registered.some((uri) => uri === given || localForms(cloud, uri).includes(given));
}

/** Where a browser of this machine has to go for a URI: its local form, or the URI itself. */
export const reachable = (cloud: Cloud, uri: string): string => localForms(cloud, uri)[0] ?? uri;

function localForms(cloud: Cloud, uri: string): string[] {
  const [origin = '', host = ''] = /^https:\/\/([^/:?#]+)/.exec(uri) ?? [];
  const local = host && cloud.localUrl(host);
  if (!local) return [];
  const rest = uri.slice(origin.length);
  return [local, local.replace('//127.0.0.1:', '//localhost:')].map((base) => base + rest);
}
