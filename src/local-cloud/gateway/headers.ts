import type { HttpRequest, HttpResponse } from '../contract.ts';

/** Headers of a request by lower-case name, values in arrival order. */
export type HeaderMap = ReadonlyMap<string, readonly string[]>;

/** Headers of an answer as they travel. */
export type HeaderList = HttpResponse['headers'];

export function readHeaders(request: Pick<HttpRequest, 'headers'>): HeaderMap {
  const map = new Map<string, string[]>();
  for (const [name, value] of request.headers) {
    const values = map.get(name);
    if (values) values.push(value);
    else map.set(name, [value]);
  }
  return map;
}

/** All values of a header joined by commas, as HTTP APIs give them. */
export function joined(headers: HeaderMap, name: string): string | undefined {
  const values = headers.get(name.toLowerCase());
  return values && (values.length === 1 ? values[0] : values.join(','));
}

/** The last value of a header, as REST APIs give it. */
export const last = (headers: HeaderMap, name: string): string | undefined =>
  headers.get(name.toLowerCase())?.at(-1);

/** Cookies of a request in order, `name=value` each. */
export function cookiesOf(headers: HeaderMap): string[] {
  const lines = headers.get('cookie') ?? [];
  return lines.flatMap((line) => line.split(';').map((pair) => pair.trim())).filter(Boolean);
}

export const headerOf = (list: HeaderList, name: string): string | undefined =>
  list.find(([key]) => key === name)?.[1];

/** Whether a value may stand in a header: no line breaks, no characters beyond Latin-1 (RFC 9110, section 5.5). */
export function isHeaderValue(value: string): boolean {
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if ((code < 32 && code !== 9) || code === 127 || code > 255) return false;
  }
  return true;
}

/** Whether a text may be the name of a header: a token (RFC 9110, section 5.6.2). */
export const isHeaderName = (name: string): boolean => /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name);
