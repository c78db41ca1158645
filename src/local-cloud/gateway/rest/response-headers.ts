import { type HeaderList, isHeaderName, isHeaderValue } from '../headers.ts';

/** Headers of an integration or a mapping, names in any case. */
export type RawHeaders = [name: string, value: string][];

/** Headers of an answer that REST APIs rename (developer guide, "Amazon API Gateway important notes", 2026). */
const remapped = new Set([
  'authorization',
  'connection',
  'content-length',
  'content-md5',
  'date',
  'expect',
  'host',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'trailer',
  'upgrade',
  'user-agent',
  'www-authenticate',
]);

/** Headers as they leave: lower case, renamed or dropped where REST APIs do that. */
export function responseHeaders(raw: RawHeaders): HeaderList {
  const list: HeaderList = [];
  for (const [name, value] of raw) {
    const lower = name.toLowerCase();
    if (lower === 'transfer-encoding' || !isHeaderName(name) || !isHeaderValue(value)) continue;
    list.push([remapped.has(lower) ? `x-amzn-remapped-${lower}` : lower, value]);
  }
  return list;
}
