import { AwsError } from '../../aws-error.ts';
import type { AwsRequest } from '../../contract.ts';

/** Parameters of ListObjectsV2 and of ListObjects (S3 API reference, 2026). */
export const listing = [
  'list-type',
  'prefix',
  'delimiter',
  'max-keys',
  'marker',
  'encoding-type',
  'continuation-token',
  'start-after',
  'fetch-owner',
];

/** Headers that GetObject and HeadObject override by a parameter (S3 API reference, GetObject, 2026). */
export const overridden = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
];
/** The parameters that do so. */
export const overrides = overridden.map((name) => `response-${name}`);

/**
 * Lets a request pass whose query has these parameters alone, beside signatures and names that begin with `x-`, which S3
 * takes and ignores (S3 user guide, "Amazon S3 server access log format", custom access log information). Most operations
 * of S3 differ from others only by a parameter (`PUT key?tagging`), so that a name that is not known here must not lead to
 * the operation without it.
 *
 * @throws AwsError `NotImplemented`, 501
 */
export function onlyQuery(request: AwsRequest, names: readonly string[] = []): void {
  const isServed = (name: string) => /^x-/i.test(name) || names.includes(name);
  if (![...request.query.keys()].every(isServed)) throw notImplemented(request);
}

/** Parameters by which a GET or HEAD of an object is another operation, or asks for a part or version of it (S3 API reference, 2026). */
const otherReads = [
  'acl',
  'annotation',
  'attributes',
  'legal-hold',
  'partNumber',
  'retention',
  'tagging',
  'torrent',
  'uploadId',
  'versionId',
];

/**
 * Lets a request for an object pass, whatever is in its query besides: sites append what they like (`app.js?v=1`), and S3
 * ignores it.
 *
 * @throws AwsError `NotImplemented`, 501
 */
export function onlyTheObject(request: AwsRequest): void {
  if ([...request.query.keys()].some((name) => otherReads.includes(name))) throw notImplemented(request);
}

/** What an operation that is not served is answered with. */
export function notImplemented({ method, query }: AwsRequest): AwsError {
  const operation = `${method}${query.size > 0 ? ` ?${[...query.keys()].join('&')}` : ''}`;
  return new AwsError(
    'NotImplemented',
    `The local cloud does not serve this S3 operation: ${operation}.`,
    501,
  );
}
