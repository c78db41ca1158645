import { AwsError } from '../../aws-error.ts';
import type { AwsResponse } from '../../contract.ts';
import type { Bucket } from './store.ts';
import { xmlDocument } from './xml.ts';

/**
 * ListObjectsV2: prefix, delimiter, start-after, continuation and URL encoding (S3 API reference, ListObjectsV2). Without a
 * `list-type` it is ListObjects, which goes on after a marker and names the next one where there is a delimiter.
 */
export function listObjects(bucket: Bucket, query: URLSearchParams): AwsResponse {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const limit = Math.min(mostKeys(query.get('max-keys')), 1000);
  const token = query.get('continuation-token');
  const isFirst = query.get('list-type') !== '2';
  const marker = isFirst ? (query.get('marker') ?? '') : undefined;
  const after =
    marker ?? (token ? Buffer.from(token, 'base64url').toString('utf8') : (query.get('start-after') ?? ''));
  const encode = query.get('encoding-type') === 'url' ? encodeKey : (key: string) => key;
  const keys = [...bucket.objects.keys()].filter((key) => key.startsWith(prefix)).sort(byUtf8);
  const entries = groupKeys(keys, prefix, delimiter).filter(({ name }) => byUtf8(name, after) > 0);
  const page = entries.slice(0, limit);
  const truncated = entries.length > page.length;
  const body = xmlDocument('ListBucketResult', {
    Name: bucket.name,
    Prefix: encode(prefix),
    Delimiter: delimiter || undefined,
    MaxKeys: limit,
    EncodingType: query.get('encoding-type') ?? undefined,
    KeyCount: isFirst ? undefined : page.length,
    IsTruncated: truncated,
    ContinuationToken: token ?? undefined,
    StartAfter: query.get('start-after') ?? undefined,
    Marker: marker === undefined ? undefined : encode(marker),
    NextMarker: isFirst && truncated && delimiter ? encode(page.at(-1)?.name ?? '') : undefined,
    NextContinuationToken:
      !isFirst && truncated ? Buffer.from(page.at(-1)?.name ?? '').toString('base64url') : undefined,
    Contents: page.filter(({ common }) => !common).map(({ name }) => contents(bucket, name, encode)),
    CommonPrefixes: page.filter(({ common }) => common).map(({ name }) => ({ Prefix: encode(name) })),
  });
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

function mostKeys(given: string | null): number {
  if (given === null) return 1000;
  if (/^\d{1,9}$/.test(given)) return Number(given);
  throw new AwsError('InvalidArgument', 'Provided max-keys not an integer or within integer range', 400, {
    ArgumentName: 'max-keys',
    ArgumentValue: given,
  });
}

function contents(bucket: Bucket, key: string, encode: (key: string) => string): Record<string, unknown> {
  const object = bucket.objects.get(key)!;
  return {
    Key: encode(key),
    LastModified: object.lastModified.toISOString(),
    ETag: `"${object.etag()}"`,
    Size: object.size(),
    StorageClass: 'STANDARD',
  };
}

function groupKeys(keys: string[], prefix: string, delimiter: string): { name: string; common: boolean }[] {
  const entries = new Map<string, boolean>();
  for (const key of keys) {
    const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    if (end < 0) entries.set(key, false);
    else entries.set(key.slice(0, end + delimiter.length), true);
  }
  return [...entries].map(([name, common]) => ({ name, common }));
}

/** S3 lists in the order of UTF-8 bytes. */
function byUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function encodeKey(key: string): string {
  return key.split('/').map(encodeURIComponent).join('/');
}
