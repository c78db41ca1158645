import { AwsError } from '../aws-error.ts';
import type { AwsRequest, AwsResponse } from '../contract.ts';
import { isLoopback } from '../site-directory.ts';

/** Services that AWS lets pages of any origin call: a sign-in page uses Cognito, an upload S3's own CORS rules. */
const openToPages = new Set(['cognito-idp', 'cognito-identity', 's3']);

/** The answer to a preflight of a page on this machine; `undefined` when the request is none. */
export function preflight({ method, path, headers }: AwsRequest): AwsResponse | undefined {
  if (method !== 'OPTIONS' || path !== '/' || !headers['access-control-request-method']) return undefined;
  if (!isLocalOrigin(headers.origin)) return { status: 403 };
  return {
    status: 200,
    headers: {
      ...corsHeaders(headers.origin),
      'access-control-allow-methods': 'POST, GET, OPTIONS',
      'access-control-allow-headers': headers['access-control-request-headers'] ?? '*',
      'access-control-max-age': '600',
    },
  };
}

/**
 * Refuses a page that is not of this machine: by its `Origin`, or by a host name that it made point here (DNS rebinding).
 * @throws AwsError AccessDeniedException
 */
export function refuseForeignPages({ service, headers }: AwsRequest): void {
  const host = (headers.host ?? '').replace(/:\d+$/, '');
  const isKnown = isLocal(host) || /\.(amazonaws\.com(\.cn)?|on\.aws)$/.test(host) || /^[\d.]+$/.test(host);
  if (!isKnown) throw refused(`the host name ${host} is not this machine's`);
  if (headers.origin === undefined || openToPages.has(service) || isLocalOrigin(headers.origin)) return;
  throw refused(`a page of ${headers.origin} may not call it`);
}

/** Lets a page of this machine read the answer. */
export function corsHeaders(origin: string | undefined): Record<string, string> {
  if (origin === undefined || !isLocalOrigin(origin)) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'x-amzn-requestid, x-amzn-errortype, x-amzn-errormessage, date',
    vary: 'origin',
  };
}

const refused = (why: string) =>
  new AwsError('AccessDeniedException', `The local AWS endpoint refused: ${why}.`, 403);

const isLocal = (host: string) => isLoopback(host) || host.endsWith('.localhost');

function isLocalOrigin(origin: string | undefined): boolean {
  try {
    return isLocal(new URL(origin ?? '').hostname);
  } catch {
    return false;
  }
}
