import type { HttpRequest, HttpResponse } from '../../../contract.ts';

/** A request to the hosted login, read. */
export interface LoginRequest {
  method: string;
  path: string;
  rawQuery: string;
  query: URLSearchParams;
  form: URLSearchParams;
  cookies: Map<string, string>;
  authorization?: string;
  traceId: string;
}

export function readRequest({ method, path, rawQuery, headers, body, traceId }: HttpRequest): LoginRequest {
  const header = (name: string) => headers.find(([key]) => key === name)?.[1];
  const isForm = header('content-type')?.startsWith('application/x-www-form-urlencoded') ?? false;
  const cookies = (header('cookie') ?? '').split(';').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
  });
  return {
    method,
    path: path.replace(/(?<=.)\/$/, ''),
    rawQuery,
    query: new URLSearchParams(rawQuery),
    form: new URLSearchParams(isForm ? body.toString() : ''),
    cookies: new Map(cookies),
    authorization: header('authorization'),
    traceId,
  };
}

export type Headers = HttpResponse['headers'];

/** Pages run no script, load nothing and stand in no frame. */
const pageHeaders: Headers = [
  ['content-type', 'text/html;charset=UTF-8'],
  ['cache-control', 'private, no-cache, no-store, max-age=0'],
  ['content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"],
  ['x-frame-options', 'DENY'],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'same-origin'],
];

export const page = (body: string, status = 200, headers: Headers = []): HttpResponse => ({
  status,
  headers: [...pageHeaders, ...headers],
  body: Buffer.from(body),
});

export const redirect = (location: string, headers: Headers = []): HttpResponse => ({
  status: 302,
  headers: [['location', location], ['cache-control', 'no-store'], ...headers],
  body: Buffer.alloc(0),
});

/** A JSON answer that pages of any origin may read, as those of Cognito's token endpoint. */
export const json = (status: number, body: unknown, headers: Headers = []): HttpResponse => ({
  status,
  headers: [
    ['content-type', 'application/json;charset=UTF-8'],
    ['cache-control', 'no-store'],
    ['access-control-allow-origin', '*'],
    ...headers,
  ],
  body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
});

/** The URI with parameters added to its query. */
export function withQuery(uri: string, parameters: Record<string, string | undefined>): string {
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const query = new URLSearchParams(given).toString();
  return query === '' ? uri : `${uri}${uri.includes('?') ? '&' : '?'}${query}`;
}
