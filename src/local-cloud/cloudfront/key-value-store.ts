import { readFileSync, statSync } from 'node:fs';
import { AwsError } from '../aws-error.ts';
import type { AwsRequest, AwsResponse, Cloud, Model, Resource } from '../contract.ts';

/** A key value store: keys and values are text; the tag changes with every write. */
export interface KeyValueStore {
  id: string;
  arn: string;
  values: Map<string, string>;
  version: number;
  /** ARN of the object that it was made from. */
  source?: string;
}

/**
 * The stores of the model. A store that is there already keeps what was written to it; `refused` is told of one whose
 * `ImportSource` is another now (CloudFormation reference, AWS::CloudFront::KeyValueStore: "Updates are not supported").
 */
export function deployStores(
  model: Model,
  stores: Map<string, KeyValueStore>,
  refused: (text: string) => void,
): void {
  for (const resource of model.byType('AWS::CloudFront::KeyValueStore')) {
    const { arn } = resource;
    const source = sourceOf(resource);
    const known = stores.get(arn);
    if (!known) {
      const values = importedValues(source, model);
      stores.set(arn, { id: resource.attribute('Id'), arn, values, version: 1, source });
    } else if (known.source !== source) {
      refused(
        `AWS::CloudFront::KeyValueStore ${resource.path}: its ImportSource has changed, and CloudFormation refuses an update of it. The store keeps its values here.`,
      );
    }
  }
}

/** The store of an id or ARN. */
export function findStore(stores: Map<string, KeyValueStore>, idOrArn: string): KeyValueStore | undefined {
  return stores.get(idOrArn) ?? [...stores.values()].find(({ id }) => id === idOrArn);
}

const sourceOf = ({ properties }: Resource): string | undefined => properties.ImportSource?.SourceArn;

/** `ImportSource` names an object in S3 whose JSON is `{ "data": [{ "key", "value" }] }`. */
function importedValues(source: string | undefined, model: Model): Map<string, string> {
  const objectKey = source?.split('/').slice(1).join('/');
  const file = objectKey && model.asset?.(objectKey);
  if (!file || !statSync(file).isFile()) return new Map();
  const { data } = JSON.parse(readFileSync(file, 'utf8')) as { data: { key: string; value: string }[] };
  return new Map(data.map(({ key, value }) => [key, value]));
}

/** The data API (`cloudfront-keyvaluestore`, REST-JSON): what a script calls to change a weight without a deploy. */
export function serveStores(
  request: AwsRequest,
  stores: Map<string, KeyValueStore>,
  cloud: Cloud,
): AwsResponse {
  const [, root, encodedArn = '', keys, ...rest] = request.path.split('/');
  const store = findStore(stores, decodeURIComponent(encodedArn));
  if (root !== 'key-value-stores' || !store) {
    throw new AwsError('ResourceNotFoundException', 'The key value store was not found.', 404);
  }
  const key = rest.map(decodeURIComponent).join('/');
  const allow = (action: string) =>
    cloud.authorize(request.caller, `cloudfront-keyvaluestore:${action}`, store.arn);
  if (keys === undefined) {
    allow('DescribeKeyValueStore');
    return json(store, { KvsARN: store.arn, Status: 'READY', ...sizes(store), Created: 0 });
  }
  if (request.method === 'GET' && key === '') {
    allow('ListKeys');
    return json(store, { Items: [...store.values].map(([Key, Value]) => ({ Key, Value })) });
  }
  if (request.method === 'GET') {
    allow('GetKey');
    const value = store.values.get(key);
    if (value === undefined)
      throw new AwsError('ResourceNotFoundException', `Key ${key} was not found.`, 404);
    return json(store, { Key: key, Value: value, ...sizes(store) });
  }
  requireTag(request, store);
  if (request.method === 'POST') {
    allow('UpdateKeys');
    const { Puts = [], Deletes = [] } = parse(request.body) as {
      Puts?: { Key: string; Value: string }[];
      Deletes?: { Key: string }[];
    };
    for (const { Key, Value } of Puts) store.values.set(Key, Value);
    for (const { Key } of Deletes) store.values.delete(Key);
  } else if (request.method === 'PUT') {
    allow('PutKey');
    store.values.set(key, (parse(request.body) as { Value: string }).Value);
  } else {
    allow('DeleteKey');
    store.values.delete(key);
  }
  store.version += 1;
  return json(store, sizes(store));
}

function requireTag({ headers }: AwsRequest, store: KeyValueStore): void {
  if (headers['if-match'] === tag(store)) return;
  throw new AwsError(
    'ValidationException',
    'The If-Match header is missing or does not match the current ETag.',
    400,
  );
}

function tag({ version }: KeyValueStore): string {
  return `KV${String(version).padStart(10, '0')}`;
}

function sizes({ values }: KeyValueStore) {
  const TotalSizeInBytes = [...values].reduce((sum, [key, value]) => sum + Buffer.byteLength(key + value), 0);
  return { ItemCount: values.size, TotalSizeInBytes };
}

function json(store: KeyValueStore, body: unknown): AwsResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/json', etag: tag(store) },
    body: JSON.stringify(body),
  };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('ValidationException', 'The request body is not valid JSON.', 400);
  }
}
