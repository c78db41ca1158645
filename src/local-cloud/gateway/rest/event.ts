import { randomBytes } from 'node:crypto';
import { forwarded, mediaType } from '../arrival.ts';
import { grouped } from '../query.ts';
import { eventPath, requestContext, type Visit } from './visit.ts';

/** Names that reach a function with capitals whatever the client sent; all others as they arrive (observed). */
const capitalised: Record<string, string> = {
  authorization: 'Authorization',
  host: 'Host',
  'user-agent': 'User-Agent',
  'x-amzn-trace-id': 'X-Amzn-Trace-Id',
  'x-forwarded-for': 'X-Forwarded-For',
  'x-forwarded-port': 'X-Forwarded-Port',
  'x-forwarded-proto': 'X-Forwarded-Proto',
};

/** Headers that do not reach an integration (developer guide, "Amazon API Gateway important notes"; observed). */
export const droppedFromRequest = new Set([
  'connection',
  'content-length',
  'content-md5',
  'expect',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
]);

/** The event of a Lambda proxy integration (developer guide, "Input format of a Lambda function for proxy integration"). */
export function proxyEvent(visit: Visit): Record<string, unknown> {
  const { arrival, place, pathParameters, stage, api } = visit;
  const { body } = arrival.request;
  const isBase64Encoded = body.length > 0 && api.binary(mediaType(arrival.headers));
  return {
    resource: place?.path,
    path: eventPath(visit),
    httpMethod: arrival.request.method,
    ...requestParts(visit),
    pathParameters: orNull(pathParameters),
    stageVariables: orNull(stage.variables),
    requestContext: requestContext(visit),
    body: body.length === 0 ? null : body.toString(isBase64Encoded ? 'base64' : 'utf8'),
    isBase64Encoded,
  };
}

/** Headers and query, last value and all values. */
export function requestParts({ arrival, api }: Visit) {
  const headers: Record<string, string> = {};
  const multiValueHeaders: Record<string, readonly string[]> = {};
  const put = (name: string, values: readonly string[]) => {
    if (droppedFromRequest.has(name)) return;
    const shown = capitalised[name] ?? name;
    headers[shown] = values.at(-1)!;
    multiValueHeaders[shown] = values;
  };
  for (const [name, values] of arrival.headers) put(name, values);
  if (!arrival.headers.has('host')) put('host', [arrival.domainName]);
  for (const [name, value] of Object.entries(forwarded(arrival))) put(name, [value]);
  if (api.isEdge) for (const [name, value] of edgeHeaders(arrival.request.scheme)) put(name, [value]);
  const query = [...grouped(arrival.query)];
  return {
    headers,
    multiValueHeaders,
    queryStringParameters:
      query.length > 0 ? Object.fromEntries(query.map(([name, values]) => [name, values.at(-1)])) : null,
    multiValueQueryStringParameters: query.length > 0 ? Object.fromEntries(query) : null,
  };
}

/**
 * What the CloudFront distribution of an edge-optimised API adds, as far as it can be known here: no viewer country, city
 * or network.
 */
const edgeHeaders = (scheme: string): [string, string][] => [
  ['CloudFront-Forwarded-Proto', scheme],
  ['CloudFront-Is-Desktop-Viewer', 'true'],
  ['CloudFront-Is-Mobile-Viewer', 'false'],
  ['CloudFront-Is-SmartTV-Viewer', 'false'],
  ['CloudFront-Is-Tablet-Viewer', 'false'],
  ['Via', '2.0 local.cloudfront.net (CloudFront)'],
  ['X-Amz-Cf-Id', randomBytes(41).toString('base64url')],
];

const orNull = (record: Record<string, string>) => (Object.keys(record).length > 0 ? record : null);
