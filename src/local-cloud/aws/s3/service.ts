import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, AwsResponse, Cloud, RunningService, Service, Site } from '../../contract.ts';
import { localiseOrigins, localiseUserPools } from '../../local-origins.ts';
import { readDeleteRequest } from './delete-request.ts';
import { applyDeployment, deploymentType } from './deployments.ts';
import { listObjects } from './list.ts';
import { notify } from './notifications.ts';
import { readObject, writeObject } from './objects.ts';
import { keepBuckets } from './persist.ts';
import { listing, notImplemented, onlyQuery, onlyTheObject } from './query.ts';
import { replicate } from './replication.ts';
import { bucketSite } from './site.ts';
import type { Bucket } from './store.ts';
import { supports } from './supports.ts';
import { xmlDocument } from './xml.ts';

/** S3 as sites and intakes need it: buckets of the templates, their deployments, and the object API. */
export const s3: Service = { name: 's3', supports, start: startS3 };

async function startS3(cloud: Cloud): Promise<RunningService> {
  const buckets = new Map<string, Bucket>();
  const kept = keepBuckets(cloud, buckets);
  await kept.load();
  let sites: Site[] = [];
  const serve = async (request: AwsRequest) => {
    try {
      return answer(request, buckets, cloud);
    } finally {
      if (request.method !== 'GET' && request.method !== 'HEAD') kept.changed();
    }
  };
  // What browsers read names the sites, and the API of user pools, where they are served here.
  const localise = (text: string) => localiseUserPools(localiseOrigins(text, cloud.localUrl), cloud.endpoint);
  const deployContent = () => {
    for (const deployment of cloud.model.byType(deploymentType)) {
      const bucket = buckets.get(String(deployment.properties.DestinationBucketName));
      const missing = bucket ? applyDeployment(deployment, bucket, cloud.model, localise) : [];
      for (const text of missing) cloud.trace({ traceId: '', kind: 'notice', source: 's3', text });
    }
    for (const bucket of buckets.values()) {
      const deployed = [...bucket.objects.values()].filter(({ isDeployed }) => isDeployed);
      replicate(
        cloud,
        buckets,
        bucket,
        deployed.map(({ key }) => key),
      );
    }
  };
  return {
    deploy: async () => {
      for (const { ref, region, arn } of cloud.model.byType('AWS::S3::Bucket')) {
        if (!buckets.has(ref)) buckets.set(ref, { name: ref, region, arn, objects: new Map() });
      }
      deployContent();
      sites = cloud.model.byType('AWS::S3::Bucket').map((bucket) => bucketSite(bucket, serve));
    },
    sites: () => sites,
    aws: { s3: serve },
    // A rebuilt site is a new deployment: its files have new names.
    codeChanged: async () => deployContent(),
    reset: async () => {
      for (const bucket of buckets.values()) bucket.objects.clear();
      deployContent();
      kept.changed();
    },
    snapshot: async () => ({
      buckets: [...buckets.values()].map(({ name, arn, objects }) => ({
        name,
        arn,
        outage: cloud.outages?.has(arn) ?? false,
        count: objects.size,
        keys: [...objects.keys()].slice(0, 200),
      })),
    }),
    close: async () => {
      await kept.close();
      buckets.clear();
    },
  };
}

/** Path-style requests: `/bucket/key`. */
function answer(request: AwsRequest, buckets: Map<string, Bucket>, cloud: Cloud): AwsResponse {
  const [, bucketName = '', ...rest] = request.path.split('/');
  const name = decode(bucketName);
  const key = rest.map(decode).join('/');
  if (name === '') return listBuckets(request, buckets, cloud);
  if (key === '' && request.method === 'PUT') return createBucket(request, name, buckets, cloud);
  const bucket = buckets.get(name);
  if (!bucket)
    throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: name });
  if (cloud.outages?.has(bucket.arn))
    throw new AwsError('ServiceUnavailable', 'Service is unable to handle request.', 503);
  return key === ''
    ? onBucket(request, bucket, buckets, cloud)
    : onObject(request, bucket, key, buckets, cloud);
}

function onBucket(
  request: AwsRequest,
  bucket: Bucket,
  buckets: Map<string, Bucket>,
  cloud: Cloud,
): AwsResponse {
  const { method, query, caller } = request;
  if (method === 'HEAD') {
    onlyQuery(request);
    cloud.authorize(caller, 's3:ListBucket', bucket.arn);
    return { status: 200, headers: { 'x-amz-bucket-region': bucket.region } };
  }
  if (method === 'DELETE') {
    onlyQuery(request);
    cloud.authorize(caller, 's3:DeleteBucket', bucket.arn);
    if (bucket.objects.size > 0) {
      throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409);
    }
    buckets.delete(bucket.name);
    return { status: 204 };
  }
  if (method === 'POST' && query.has('delete')) {
    onlyQuery(request, ['delete']);
    return deleteMany(request, bucket, buckets, cloud);
  }
  if (method === 'GET') {
    onlyQuery(request, listing);
    cloud.authorize(caller, 's3:ListBucket', bucket.arn, listingContext(query));
    return listObjects(bucket, query);
  }
  throw notImplemented(request);
}

function onObject(
  request: AwsRequest,
  bucket: Bucket,
  key: string,
  buckets: Map<string, Bucket>,
  cloud: Cloud,
): AwsResponse {
  const { method, caller, traceId } = request;
  const resource = cloud.model.find(bucket.arn, 'AWS::S3::Bucket');
  if (method === 'GET' || method === 'HEAD') {
    onlyTheObject(request);
    return readObject(request, bucket, key, cloud);
  }
  onlyQuery(request);
  if (method === 'PUT') {
    const source = copySource(request, buckets, cloud);
    const response = writeObject(request, bucket, key, cloud, source);
    replicate(cloud, buckets, bucket, [key]);
    const event = source ? 'ObjectCreated:Copy' : 'ObjectCreated:Put';
    if (resource) notify(cloud, resource, event, key, bucket.objects.get(key), traceId);
    return response;
  }
  if (method === 'DELETE') {
    cloud.authorize(caller, 's3:DeleteObject', `${bucket.arn}/${key}`);
    removeObject(request, bucket, key, cloud);
    replicate(cloud, buckets, bucket, [key]);
    return { status: 204 };
  }
  throw notImplemented(request);
}

function removeObject({ traceId }: AwsRequest, bucket: Bucket, key: string, cloud: Cloud): void {
  const known = bucket.objects.delete(key);
  const resource = cloud.model.find(bucket.arn, 'AWS::S3::Bucket');
  if (known && resource) notify(cloud, resource, 'ObjectRemoved:Delete', key, undefined, traceId);
}

function copySource(request: AwsRequest, buckets: Map<string, Bucket>, cloud: Cloud) {
  const header = request.headers['x-amz-copy-source'];
  if (header === undefined) return undefined;
  const [name = '', ...rest] = decode(header.replace(/^\//, '')).split('/');
  const key = rest.join('/').replace(/\?versionId=.*$/, '');
  const bucket = buckets.get(name);
  if (!bucket)
    throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: name });
  cloud.authorize(request.caller, 's3:GetObject', `${bucket.arn}/${key}`);
  const object = bucket.objects.get(key);
  if (!object) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });
  return object;
}

function deleteMany(
  request: AwsRequest,
  bucket: Bucket,
  buckets: Map<string, Bucket>,
  cloud: Cloud,
): AwsResponse {
  const { keys, isQuiet } = readDeleteRequest(request.body);
  for (const key of keys) {
    cloud.authorize(request.caller, 's3:DeleteObject', `${bucket.arn}/${key}`);
    removeObject(request, bucket, key, cloud);
  }
  replicate(cloud, buckets, bucket, keys);
  const body = xmlDocument('DeleteResult', { Deleted: isQuiet ? [] : keys.map((Key) => ({ Key })) });
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

function listBuckets(request: AwsRequest, buckets: Map<string, Bucket>, cloud: Cloud): AwsResponse {
  cloud.authorize(request.caller, 's3:ListAllMyBuckets', '*');
  const body = xmlDocument('ListAllMyBucketsResult', {
    Buckets: {
      Bucket: [...buckets.keys()].sort().map((Name) => ({ Name, CreationDate: new Date(0).toISOString() })),
    },
  });
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

/** Naming rules: S3 user guide, "General purpose bucket naming rules". */
function createBucket(
  request: AwsRequest,
  name: string,
  buckets: Map<string, Bucket>,
  cloud: Cloud,
): AwsResponse {
  onlyQuery(request);
  const arn = `arn:aws:s3:::${name}`;
  cloud.authorize(request.caller, 's3:CreateBucket', arn);
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) || name.includes('..')) {
    throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400);
  }
  if (buckets.has(name)) {
    throw new AwsError(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      409,
    );
  }
  buckets.set(name, { name, region: request.region, arn, objects: new Map() });
  return { status: 200, headers: { location: `/${name}` } };
}

/** Condition keys of a listing, as far as the request has them (S3 user guide, "Bucket policy examples using condition keys"). */
function listingContext(query: URLSearchParams): Record<string, string> {
  const keys = ['prefix', 'delimiter', 'max-keys'].flatMap((name): [string, string][] => {
    const value = query.get(name);
    return value === null ? [] : [[`s3:${name}`, value]];
  });
  return Object.fromEntries(keys);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.", 400);
  }
}
