import type { HttpResponse } from '../../contract.ts';
import { statusOf } from '../answer.ts';
import { type HeaderList, isHeaderName, isHeaderValue } from '../headers.ts';

/**
 * Reads the answer of a function: with a `statusCode` as it says, without one (format 2.0 only) as the JSON body of a 200
 * (developer guide, "Lambda function response for format 2.0"). `undefined` when it is not valid: the client gets 500.
 */
export function functionAnswer(payload: string, format: '1.0' | '2.0'): HttpResponse | undefined {
  let answer: unknown;
  try {
    answer = payload === '' ? null : JSON.parse(payload);
  } catch {
    return undefined;
  }
  const isObject = answer !== null && typeof answer === 'object' && !Array.isArray(answer);
  if (isObject && 'statusCode' in (answer as object)) {
    return explicitAnswer(answer as Record<string, unknown>, format);
  }
  if (format === '1.0') return undefined;
  return {
    status: 200,
    headers: [['content-type', 'application/json']],
    body: Buffer.from(typeof answer === 'string' ? answer : JSON.stringify(answer)),
  };
}

/** Headers that the gateway sets itself or that belong to one connection. */
const dropped = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);

function explicitAnswer(answer: Record<string, unknown>, format: '1.0' | '2.0'): HttpResponse | undefined {
  const status = statusOf(answer.statusCode);
  const body = answer.body ?? '';
  if (status === undefined || typeof body !== 'string') return undefined;
  const headers = headersOf(answer, format);
  if (!headers) return undefined;
  if (!headers.some(([name]) => name === 'content-type') && status !== 204 && status !== 304)
    headers.unshift(['content-type', 'text/plain;charset=UTF-8']);
  return { status, headers, body: Buffer.from(body, answer.isBase64Encoded === true ? 'base64' : 'utf8') };
}

function headersOf(answer: Record<string, unknown>, format: '1.0' | '2.0'): HeaderList | undefined {
  const list: HeaderList = [];
  const multi = format === '1.0' ? (answer.multiValueHeaders ?? {}) : {};
  for (const record of [answer.headers ?? {}, multi]) {
    if (typeof record !== 'object' || Array.isArray(record)) return undefined;
    for (const [name, given] of Object.entries(record as Record<string, unknown>)) {
      const lower = name.toLowerCase();
      if (dropped.has(lower) || given === null) continue;
      const values = (Array.isArray(given) ? given : [given]).map(String);
      if (!isHeaderName(name) || !values.every(isHeaderValue)) return undefined;
      // A name in both records: the list of values takes the place of the single one.
      if (record === multi) remove(list, lower);
      for (const value of values) list.push([lower, value]);
    }
  }
  for (const cookie of format === '2.0' && Array.isArray(answer.cookies) ? answer.cookies : [])
    if (typeof cookie === 'string' && isHeaderValue(cookie)) list.push(['set-cookie', cookie]);
  return list;
}

function remove(list: HeaderList, name: string): void {
  for (let at = list.length - 1; at >= 0; at--) if (list[at]![0] === name) list.splice(at, 1);
}
