import type { KeyObject } from 'node:crypto';
import type { Cloud, HttpRequest } from '../../contract.ts';
import { readKeys } from './token.ts';

/** Public keys of token issuers. */
export interface SigningKeys {
  /** The key with this id; `undefined` when the issuer has none or cannot be reached. */
  find(issuer: string, keyId: string): Promise<KeyObject | undefined>;
  clear(): void;
}

/** API Gateway may keep a key for two hours (developer guide, "JWT authorizers"). */
const keep = 2 * 60 * 60 * 1000;

interface Entry {
  keys: Map<string, KeyObject>;
  until: number;
}

/**
 * Fetches and keeps key sets. Issuers in the templates, such as a user pool, answer inside the local cloud; any other is
 * asked over the network, and when that fails its tokens are refused with a notice that says so.
 */
export function signingKeys(cloud: Cloud, now: () => number): SigningKeys {
  const entries = new Map<string, Promise<Entry>>();
  const load = (issuer: string): Promise<Entry> => {
    const loading = fetchKeys(cloud, issuer).then((keys) => ({ keys, until: now() + keep }));
    entries.set(issuer, loading);
    loading.catch(() => entries.delete(issuer));
    return loading;
  };
  return {
    find: async (issuer, keyId) => {
      try {
        const known = entries.get(issuer);
        const entry = known && (await known);
        const key = entry && entry.until > now() ? entry.keys.get(keyId) : undefined;
        // An unknown key id may be a rotated key.
        return key ?? (await load(issuer)).keys.get(keyId);
      } catch (error) {
        cloud.trace({
          traceId: '',
          kind: 'notice',
          source: 'gateway',
          text: `The signing keys of ${issuer} are out of reach (${(error as Error).message}): its tokens are refused. Use a user pool of the templates, or go online.`,
        });
        return undefined;
      }
    },
    clear: () => entries.clear(),
  };
}

async function fetchKeys(cloud: Cloud, issuer: string): Promise<Map<string, KeyObject>> {
  const base = issuer.replace(/\/$/, '');
  const configuration = (await fetchJson(cloud, `${base}/.well-known/openid-configuration`).catch(
    () => undefined,
  )) as { jwks_uri?: unknown } | undefined;
  const uri =
    typeof configuration?.jwks_uri === 'string' ? configuration.jwks_uri : `${base}/.well-known/jwks.json`;
  return readKeys(await fetchJson(cloud, uri));
}

async function fetchJson(cloud: Cloud, address: string): Promise<unknown> {
  const url = new URL(address);
  const inside = cloud.fetch(getOf(url)) ?? userPool(cloud, url);
  if (inside) {
    const { status, body } = await inside;
    if (status !== 200) throw new Error(`it answered ${status}`);
    return JSON.parse(body?.toString() ?? '');
  }
  const response = await fetch(address, { signal: AbortSignal.timeout(5000) });
  if (!response.ok) throw new Error(`it answered ${response.status}`);
  return response.json();
}

/** User pools answer under the Cognito endpoint of their Region, where its room takes requests without a site. */
function userPool(cloud: Cloud, url: URL) {
  const region = /^cognito-idp\.([\w-]+)\.amazonaws\.com/.exec(url.hostname)?.[1];
  const id = url.pathname.split('/')[1] ?? '';
  if (!region || !cloud.model.find(id, 'AWS::Cognito::UserPool')) return undefined;
  return cloud.aws({
    service: 'cognito-idp',
    region,
    action: '',
    method: 'GET',
    path: url.pathname,
    query: new URLSearchParams(),
    headers: { host: url.hostname },
    body: Buffer.alloc(0),
    caller: {},
  });
}

const getOf = (url: URL): HttpRequest => ({
  method: 'GET',
  scheme: 'https',
  host: url.hostname,
  path: url.pathname,
  rawQuery: url.search.slice(1),
  headers: [['host', url.hostname]],
  body: Buffer.alloc(0),
  sourceIp: '127.0.0.1',
  traceId: '',
});
