import type { OriginEvent, ViewerEvent } from './distribution.ts';
import { type HeaderList, headerOf } from './headers.ts';

/*
 * What edge functions may do to headers (developer guide, "Restrictions on all edge functions"), CloudFront Functions
 * and Lambda@Edge alike. Who does more gets 502 from CloudFront.
 */

/** Not shown to functions, and not theirs to set. */
const disallowed =
  /^(connection|expect|keep-alive|proxy-authenticate|proxy-authorization|proxy-connection|trailer|upgrade|x-accel-(buffering|charset|limit-rate|redirect)|x-amz-cf-.*|x-amzn-(auth|cf-billing|cf-id|cf-xff|errortype|fle-profile|header-count|header-order|lambda-integration-tag|requestid)|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip)$/;

const readOnly: Record<ViewerEvent | OriginEvent, string[]> = {
  'viewer-request': ['content-length', 'host', 'transfer-encoding', 'via'],
  'origin-request': [
    'accept-encoding',
    'content-length',
    'if-modified-since',
    'if-none-match',
    'if-range',
    'if-unmodified-since',
    'transfer-encoding',
    'via',
  ],
  'origin-response': ['transfer-encoding', 'via'],
  'viewer-response': ['warning', 'via'],
};

/** The headers that a function sees. */
export const visible = (headers: HeaderList): HeaderList =>
  headers.filter(([name]) => !disallowed.test(name));

/** @throws Error for a header that functions may not set */
export function refuseDisallowed(headers: HeaderList): void {
  const found = headers.find(([name]) => disallowed.test(name));
  if (found) throw new Error(`the header ${found[0]} is disallowed`);
}

/**
 * The headers that a function made of others, with those that it did not see.
 * @throws Error for a disallowed header, and for a read-only one that was added, changed or taken away
 */
export function changedHeaders(
  returned: HeaderList,
  original: HeaderList,
  event: ViewerEvent | OriginEvent,
): HeaderList {
  refuseDisallowed(returned);
  const touched = readOnly[event].find((name) => headerOf(returned, name) !== headerOf(original, name));
  if (touched) throw new Error(`the header ${touched} is read-only`);
  return [...returned, ...original.filter(([name]) => disallowed.test(name))];
}
