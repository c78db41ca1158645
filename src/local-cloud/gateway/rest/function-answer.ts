import type { HttpResponse } from '../../contract.ts';
import { statusOf } from '../answer.ts';
import { joined } from '../headers.ts';
import { firstAccepted } from './binary.ts';
import { internalError } from './failure.ts';
import { type RawHeaders, responseHeaders } from './response-headers.ts';
import type { Visit } from './visit.ts';

const members = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']);

/**
 * Reads the answer of a Lambda proxy integration. Anything but the known members, in their types, is a malformed response:
 * 502 (developer guide, "Output format of a Lambda function for proxy integration").
 */
export function proxyAnswer(payload: string, visit: Visit): HttpResponse {
  const answer = read(payload);
  const status = answer && (answer.statusCode == null ? 200 : statusOf(answer.statusCode));
  const headers = answer && mergedHeaders(answer);
  const body = answer?.body ?? '';
  if (!answer || status === undefined || !headers || typeof body !== 'string')
    throw internalError(`Malformed Lambda proxy response: ${payload}`, 502);
  if (!headers.some(([name]) => name.toLowerCase() === 'content-type'))
    headers.unshift(['Content-Type', 'application/json']);
  // Base64 is decoded only for a client whose first accepted type is binary.
  const accepts = firstAccepted(joined(visit.arrival.headers, 'accept'));
  const isBinary = answer.isBase64Encoded === true && visit.api.binary(accepts);
  return {
    status,
    headers: responseHeaders(headers),
    body: Buffer.from(body, isBinary ? 'base64' : 'utf8'),
  };
}

function read(payload: string): Record<string, unknown> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    return undefined;
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const names = Object.keys(value);
  const isKnown = names.length > 0 && names.every((name) => members.has(name));
  return isKnown ? (value as Record<string, unknown>) : undefined;
}

/** Values of `multiValueHeaders`, and after them the single one of the same name. */
function mergedHeaders({ headers, multiValueHeaders }: Record<string, unknown>): RawHeaders | undefined {
  const single = recordOf(headers);
  const multi = recordOf(multiValueHeaders);
  if (!single || !multi) return undefined;
  const list: RawHeaders = [];
  for (const [name, values] of Object.entries(multi)) {
    if (!Array.isArray(values)) return undefined;
    for (const value of values) list.push([name, String(value)]);
  }
  for (const [name, value] of Object.entries(single)) {
    if (value !== null && typeof value === 'object') return undefined;
    const isThere = list.some(
      ([key, other]) => key.toLowerCase() === name.toLowerCase() && other === String(value),
    );
    if (!isThere && value !== null) list.push([name, String(value)]);
  }
  return list;
}

function recordOf(value: unknown): Record<string, unknown> | undefined {
  if (value === undefined || value === null) return {};
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}
