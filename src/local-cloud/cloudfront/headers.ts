import type { HttpResponse } from '../contract.ts';

/** Headers as they travel: lower-case names, arrival order, repeats kept. */
export type HeaderList = [name: string, value: string][];

/** The value of a header; repeats joined by commas as HTTP says. */
export function headerOf(headers: HeaderList, name: string): string | undefined {
  const values = headers.filter(([key]) => key === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(name === 'cookie' ? '; ' : ', ');
}

/** The list without a header. */
export function withoutHeader(headers: HeaderList, name: string): HeaderList {
  return headers.filter(([key]) => key !== name);
}

/** The list with one value for a header. */
export function withHeader(headers: HeaderList, name: string, value: string): HeaderList {
  return [...withoutHeader(headers, name), [name, value]];
}

/** Says in `x-cache` where an answer comes from, unless it says so itself. */
export const mark = (response: HttpResponse, cache: string): HttpResponse =>
  headerOf(response.headers, 'x-cache')
    ? response
    : { ...response, headers: withHeader(response.headers, 'x-cache', cache) };

/** Cookies of a request in order: `a=1; b=2`. */
export function cookiesOf(headers: HeaderList): [name: string, value: string][] {
  return (headerOf(headers, 'cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter(Boolean)
    .map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    });
}

/** Query parameters in order, still percent-encoded. */
export function queryPairs(rawQuery: string): [name: string, value: string | undefined][] {
  return rawQuery
    .split('&')
    .filter(Boolean)
    .map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [pair, undefined] : [pair.slice(0, at), pair.slice(at + 1)];
    });
}

/** The raw query string of pairs. */
export function queryText(pairs: [name: string, value: string | undefined][]): string {
  return pairs.map(([name, value]) => (value === undefined ? name : `${name}=${value}`)).join('&');
}
