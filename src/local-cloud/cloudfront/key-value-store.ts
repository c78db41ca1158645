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
  const store = findStore(stores, decoded(encodedArn));
  if (root !== 'key-value-stores' || !store) {
    throw new AwsError('ResourceNotFoundException', 'The key value store was not found.', 404);
  }
  const key = rest.map(decoded).join('/');
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
    const { puts, deletes } = readChanges(request.body);
    for (const [name, value] of puts) store.values.set(name, value);
    for (const name of deletes) store.values.delete(name);
  } else if (request.method === 'PUT') {
    allow('PutKey');
    store.values.set(key, textOf(parse(request.body).Value, 'Value'));
  } else {
    allow('DeleteKey');
    store.values.delete(key);
  }
  store.version += 1;
  return json(store, sizes(store));
}

function requireTag({ headers }: AwsRequest, store: KeyValueStore): void {
  if (headers['if-match'] === tag(store)) return;
  throw invalid('The If-Match header is missing or does not match the current ETag.');
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

/** `{ Puts: [{ Key, Value }], Deletes: [{ Key }] }`, read whole before any of it is done. */
function readChanges(body: Buffer): { puts: [key: string, value: string][]; deletes: string[] } {
  const { Puts, Deletes } = parse(body);
  return {
    puts: listOf(Puts, 'Puts').map(({ Key, Value }) => [textOf(Key, 'Key'), textOf(Value, 'Value')]),
    deletes: listOf(Deletes, 'Deletes').map(({ Key }) => textOf(Key, 'Key')),
  };
}

const invalid = (message: string) => new AwsError('ValidationException', message, 400);

function listOf(value: unknown, name: string): Record<string, unknown>[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((item) => item !== null && typeof item === 'object')) return value;
  throw invalid(`${name} must be a list of objects.`);
}

function textOf(value: unknown, name: string): string {
  if (typeof value !== 'string') throw invalid(`${name} must be a string.`);
  return value;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalid('The path is not encoded as a URI.');
  }
}

function parse(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (value !== null && typeof value === 'object' && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Told below, as any other text that is no document.
  }
  throw invalid('The request body is not a JSON document.');
}
