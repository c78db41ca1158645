import type { Arrival } from '../arrival.ts';
import { mediaType } from '../arrival.ts';

/** Media types that reach a function as text; all others as Base64. Observed in events of HTTP APIs. */
const isText = (type: string): boolean =>
  type === '' || /^text\/|^application\/(json|javascript|xml)$|^application\/[^;]+\+(json|xml)$/.test(type);

/** `body` and `isBase64Encoded` of an event; a request without body has no `body`. */
export function eventBody({ request, headers }: Arrival): { body?: string; isBase64Encoded: boolean } {
  if (request.body.length === 0) return { isBase64Encoded: false };
  const isBase64Encoded = !isText(mediaType(headers));
  return { body: request.body.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
}
