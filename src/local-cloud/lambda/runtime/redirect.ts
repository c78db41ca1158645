/**
 * Leads requests to where the local cloud serves their host, for `node:https` and `fetch` alike: a hosted login, an API or a
 * distribution of the templates to its own port, and the keys of a user pool
 * (`https://cognito-idp.<region>.amazonaws.com/<pool>/.well-known/...`) to the AWS endpoint, as token verifiers build that
 * address from the issuer and know of no endpoint setting.
 */
import http, { type ClientRequest, type RequestOptions } from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import type { Assignment } from '../protocol.ts';

const userPoolHost = /^cognito-idp\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/;

type Arguments = [target: string | URL | RequestOptions, ...rest: unknown[]];

export function redirectHosts({ endpoint, sites }: Pick<Assignment, 'endpoint' | 'sites'>): void {
  const originOf = (host: string): string | undefined => {
    const name = host.toLowerCase();
    if (userPoolHost.test(name)) return endpoint;
    return sites[name] ?? sites[`*.${name.slice(name.indexOf('.') + 1)}`];
  };
  const request = https.request as (...args: Arguments) => ClientRequest;
  const redirected = (...args: Arguments): ClientRequest => {
    const call = readCall(args);
    const origin = originOf(call.host);
    if (!origin) return request(...args);
    const { agent: _, protocol: __, hostname: ___, port: ____, ...options } = call.options;
    const headers = { ...(options.headers as Record<string, string>), host: call.host };
    return http.request(
      new URL(call.path, origin),
      { ...options, path: call.path, host: undefined, headers },
      call.callback,
    );
  };
  https.request = redirected as typeof https.request;
  https.get = ((...args: Arguments) => {
    const sent = redirected(...args);
    sent.end();
    return sent;
  }) as typeof https.get;
  syncBuiltinESMExports();
  redirectFetch(originOf);
}

function redirectFetch(originOf: (host: string) => string | undefined): void {
  const fetch = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    const { hostname, pathname, search } = URL.canParse(address) ? new URL(address) : new URL('http://none');
    const origin = originOf(hostname);
    if (!origin) return fetch(input, init);
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set('x-forwarded-host', hostname);
    const target = new URL(pathname + search, origin);
    // A request given as an object brings its method and body.
    return fetch(input instanceof Request ? new Request(target, input) : target, { ...init, headers });
  };
}

/** Reads `(url[, options][, callback])` and `(options[, callback])`. */
function readCall(args: Arguments) {
  const [target, ...rest] = args;
  const callback = rest.find((each) => typeof each === 'function') as
    | ((response: http.IncomingMessage) => void)
    | undefined;
  const given = rest.find((each) => typeof each === 'object' && each !== null) as RequestOptions | undefined;
  if (typeof target === 'string' || target instanceof URL) {
    const { hostname, pathname, search } = new URL(target);
    return { host: hostname, path: pathname + search, options: given ?? {}, callback };
  }
  const host = (target.hostname ?? target.host ?? '').replace(/:\d+$/, '');
  return { host, path: target.path ?? '/', options: target, callback };
}
