import type { HttpRequest, HttpResponse, Properties } from '../contract.ts';
import { STATUS_CODES } from '../node-http.ts';
import { visible } from './edge-headers.ts';
import type { HeaderList } from './headers.ts';
import type { EdgeCall } from './lambda-edge.ts';
import { bucketRegion, type Origin } from './origin.ts';

/** Largest request body shown to a function: viewer events 40 KB, origin events 1 MB ("Quotas on Lambda@Edge"). */
export const largestBody = { viewer: 40 * 1024, origin: 1024 * 1024 };

/** The limits of an event: `viewer` or `origin`. */
export const sideOf = (event: string): 'viewer' | 'origin' =>
  event.startsWith('viewer') ? 'viewer' : 'origin';

/** `Records[0].cf` of an event (developer guide, "Lambda@Edge event structure"). */
export function edgeEvent(call: EdgeCall): Properties {
  const { event, distribution, request, response, origin, includeBody } = call;
  return {
    config: {
      distributionDomainName: distribution.domainName,
      distributionId: distribution.id,
      eventType: event,
      requestId: request.traceId,
    },
    request: {
      clientIp: request.sourceIp,
      headers: grouped(visible(request.headers)),
      method: request.method,
      ...(origin ? { origin: originShape(origin) } : {}),
      querystring: request.rawQuery,
      uri: request.path,
      ...(includeBody && !response ? { body: bodyShape(request, event) } : {}),
    },
    ...(response ? { response: responseShape(response) } : {}),
  };
}

const responseShape = ({ status, headers }: HttpResponse): Properties => ({
  status: String(status),
  statusDescription: STATUS_CODES[status] ?? '',
  headers: grouped(visible(headers)),
});

function bodyShape({ body }: HttpRequest, event: string): Properties {
  const limit = largestBody[sideOf(event)];
  const data = body.subarray(0, limit).toString('base64');
  return { inputTruncated: body.length > limit, action: 'read-only', encoding: 'base64', data };
}

function originShape({ domainName, path, customHeaders, s3, custom, signing }: Origin): Properties {
  const common = { customHeaders: grouped(customHeaders), domainName, path };
  if (!s3) return { custom: { ...common, ...custom } };
  const authMethod = signing === 'never' ? 'none' : 'origin-access-control';
  return { s3: { ...common, authMethod, region: bucketRegion(domainName) } };
}

/** By name; made of entries, since a visitor may call a header `__proto__`. */
function grouped(headers: HeaderList): Properties {
  const result = new Map<string, Properties[]>();
  for (const [name, value] of headers)
    result.set(name, [...(result.get(name) ?? []), { key: canonical(name), value }]);
  return Object.fromEntries(result);
}

/** `x-forwarded-for` -> `X-Forwarded-For`. */
const canonical = (name: string): string =>
  name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());
