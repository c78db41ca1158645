import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, AwsResponse, Cloud } from '../../contract.ts';
import { type Bucket, memoryObject, type ObjectHeaders, type StoredObject } from './store.ts';
import { xmlDocument } from './xml.ts';

/** Largest object of one PutObject on the local cloud; AWS takes 5 GB, memory here is a laptop's. */
const largestObject = 100 * 1024 * 1024;
const ownPrefix = 'x-amz-meta-';
/** Bytes of names and values of user-defined metadata (S3 user guide, "Working with object metadata", 2026). */
const mostMetadata = 2048;
/** Headers that S3 stores with an object and gives back (S3 API reference, PutObject). */
const stored = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
];

/** GetObject and HeadObject, with conditions and ranges. */
export function readObject(request: AwsRequest, bucket: Bucket, key: string, cloud: Cloud): AwsResponse {
  cloud.authorize(request.caller, 's3:GetObject', `${bucket.arn}/${key}`);
  const object = bucket.objects.get(key);
  if (!object) throw missingKey(request, bucket, key, cloud);
  const headers = responseHeaders(object, request.query);
  const { method } = request;
  if (request.headers['if-match'] && !sameTag(request.headers['if-match'], object)) {
    throw new AwsError(
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
      412,
    );
  }
  if (notModified(request, object)) return { status: 304, headers };
  const body = object.body();
  const range = request.headers.range ? rangeOf(request.headers.range, body.length) : undefined;
  const part = range ? body.subarray(range.from, range.to + 1) : body;
  if (range) headers['content-range'] = `bytes ${range.from}-${range.to}/${body.length}`;
  headers['content-length'] = String(part.length);
  return { status: range ? 206 : 200, headers, body: method === 'HEAD' ? '' : part };
}

/** PutObject, and CopyObject when the request names a source. */
export function writeObject(
  request: AwsRequest,
  bucket: Bucket,
  key: string,
  cloud: Cloud,
  source?: StoredObject,
): AwsResponse {
  cloud.authorize(request.caller, 's3:PutObject', `${bucket.arn}/${key}`);
  const body = source?.body() ?? request.body;
  if (body.length > largestObject) {
    throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400);
  }
  if (request.headers['if-none-match'] === '*' && bucket.objects.has(key)) {
    throw new AwsError(
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
      412,
    );
  }
  const own = headersFrom(request.headers);
  checkMetadata(own);
  const replace = !source || request.headers['x-amz-metadata-directive'] === 'REPLACE';
  const object = memoryObject(key, body, {
    'content-type': 'binary/octet-stream',
    ...(replace ? own : source.headers),
  });
  bucket.objects.set(key, object);
  const etag = `"${object.etag()}"`;
  if (!source) return { status: 200, headers: { etag } };
  const result = xmlDocument('CopyObjectResult', {
    ETag: etag,
    LastModified: object.lastModified.toISOString(),
  });
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: result };
}

/** Without permission to list the bucket S3 does not tell whether a key exists (S3 API reference, GetObject). */
function missingKey(request: AwsRequest, bucket: Bucket, key: string, cloud: Cloud): AwsError {
  try {
    cloud.authorize(request.caller, 's3:ListBucket', bucket.arn);
  } catch {
    return new AwsError('AccessDenied', 'Access Denied', 403);
  }
  return new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });
}

function responseHeaders(object: StoredObject, query: URLSearchParams): Record<string, string> {
  const overrides = stored.flatMap((name) => {
    const value = query.get(`response-${name}`);
    return value === null ? [] : [[name, value]];
  });
  return {
    ...object.headers,
    ...Object.fromEntries(overrides),
    etag: `"${object.etag()}"`,
    'last-modified': object.lastModified.toUTCString(),
    'accept-ranges': 'bytes',
  };
}

function headersFrom(headers: Record<string, string>): ObjectHeaders {
  const kept = Object.entries(headers).filter(
    ([name]) => stored.includes(name) || name.startsWith(ownPrefix),
  );
  // The SDK's streaming upload marks its framing here; S3 takes that mark off.
  return Object.fromEntries(
    kept
      .map(([name, value]) => [
        name,
        name === 'content-encoding' ? value.replace(/,?\s*aws-chunked\s*,?/, '') : value,
      ])
      .filter(([, value]) => value !== ''),
  );
}

function checkMetadata(headers: ObjectHeaders): void {
  const size = Object.entries(headers)
    .filter(([name]) => name.startsWith(ownPrefix))
    .reduce((sum, [name, value]) => sum + Buffer.byteLength(name.slice(ownPrefix.length) + value), 0);
  if (size <= mostMetadata) return;
  throw new AwsError(
    'MetadataTooLarge',
    'Your metadata headers exceed the maximum allowed metadata size',
    400,
    {
      Size: String(size),
      MaxSizeAllowed: String(mostMetadata),
    },
  );
}

function notModified({ headers }: AwsRequest, object: StoredObject): boolean {
  if (headers['if-none-match']) return sameTag(headers['if-none-match'], object);
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return Number.isFinite(since) && Math.floor(object.lastModified.getTime() / 1000) * 1000 <= since;
}

function sameTag(header: string, object: StoredObject): boolean {
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, '').replaceAll('"', ''));
  return tags.includes('*') || tags.includes(object.etag());
}

/** One byte range; several, or one of another unit, are answered whole as S3 does. */
function rangeOf(header: string, size: number): { from: number; to: number } | undefined {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (!found || (found[1] === '' && found[2] === '')) return undefined;
  const from = found[1] === '' ? Math.max(0, size - Number(found[2])) : Number(found[1]);
  const to = found[1] === '' || found[2] === '' ? size - 1 : Math.min(Number(found[2]), size - 1);
  if (from > to) throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
  return { from, to };
}
