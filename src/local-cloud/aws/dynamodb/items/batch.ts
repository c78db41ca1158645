import type { AwsResponse } from '../../../contract.ts';
import { allow, type Target, target } from '../access.ts';
import { pass } from '../answers.ts';
import type { Database } from '../database.ts';
import { validation } from '../errors.ts';
import type { Call, Input, Item } from '../types.ts';
import { change, type Place } from './change.ts';
import { checkItem } from './checks.ts';
import { keyOf } from './key.ts';

/** Limits of the API reference of BatchWriteItem and BatchGetItem (2025), over all tables of a request. */
const maxWrites = 25;
const maxReads = 100;

interface WriteRequest {
  PutRequest?: { Item?: Item };
  DeleteRequest?: { Key?: Item };
}

/** BatchWriteItem: each item alone with its writers; the batch as a whole is not atomic. */
export async function batchWrite(database: Database, call: Call): Promise<AwsResponse> {
  const parts = partsOf<WriteRequest[]>(database, call);
  const writes = parts.flatMap(({ found, part }) =>
    list(part).map((request) => ({ found, item: request?.PutRequest?.Item ?? request?.DeleteRequest?.Key })),
  );
  for (const { found, part } of parts) {
    const items = list(part).map((request) => request?.PutRequest?.Item ?? request?.DeleteRequest?.Key);
    allow(database.cloud, call, 'BatchWriteItem', found, { ...limited(call.input), items });
  }
  if (parts.length > 1 && writes.length > maxWrites) {
    throw validation('Too many items requested for the BatchWriteItem call');
  }
  for (const { found, item } of writes) checkItem(found.table, item);
  const places = writes.flatMap(({ found: { table }, item }): Place[] => {
    const key = table && keyOf(table, item);
    return table && key ? [{ table, key }] : [];
  });
  return change(database, places, async () =>
    pass(await database.engine.call(call.action, bodyFor(call, parts))),
  );
}

/** BatchGetItem goes to the engine once each table is allowed. */
export async function batchGet(database: Database, call: Call): Promise<AwsResponse> {
  const parts = partsOf<Input & { Keys?: Item[] }>(database, call);
  for (const { found, part } of parts) {
    allow(database.cloud, call, 'BatchGetItem', found, { ...part, items: list(part?.Keys) });
  }
  if (parts.length > 1 && parts.reduce((sum, { part }) => sum + list(part?.Keys).length, 0) > maxReads) {
    throw validation('Too many items requested for the BatchGetItem call');
  }
  for (const { found } of parts) await database.busy.get(found.name);
  return pass(await database.engine.call(call.action, bodyFor(call, parts)));
}

interface Part<T> {
  found: Target;
  part: T;
}

function partsOf<T>(database: Database, call: Call): Part<T>[] {
  const requested = call.input.RequestItems;
  if (typeof requested !== 'object' || requested === null || Array.isArray(requested)) return [];
  return Object.entries(requested as Record<string, T>).flatMap(([name, part]) => {
    const found = target(database, call, name);
    return found ? [{ found, part }] : [];
  });
}

function bodyFor<T>({ input, request }: Call, parts: Part<T>[]): Buffer | string {
  const names = Object.keys((input.RequestItems ?? {}) as object);
  if (!names.some((name) => name.startsWith('arn:'))) return request.body;
  return JSON.stringify({
    ...input,
    RequestItems: Object.fromEntries(parts.map(({ found, part }) => [found.name, part])),
  });
}

function limited({ ReturnConsumedCapacity }: Input): Input {
  return { ReturnConsumedCapacity };
}

/** Elements of a list, or none: shapes are the engine's to refuse. */
function list<T>(value: T[] | undefined): T[] {
  return Array.isArray(value) ? value : [];
}
