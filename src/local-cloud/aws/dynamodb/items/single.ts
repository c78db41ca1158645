import { AwsError } from '../../../aws-error.ts';
import type { AwsResponse } from '../../../contract.ts';
import { allow, target } from '../access.ts';
import { ok, pass } from '../answers.ts';
import type { Database } from '../database.ts';
import { type Answer, errorOf } from '../engine/engine.ts';
import { notFound, validation } from '../errors.ts';
import type { Call } from '../types.ts';
import { change, type Place, read } from './change.ts';
import { spellOutDocuments } from './documents.ts';
import { keyOf } from './key.ts';
import { itemBytes, maxItemBytes } from './size.ts';

/** GetItem, Query and Scan go to the engine as they are. */
export async function readItems(database: Database, call: Call): Promise<AwsResponse> {
  const found = target(database, call, call.input.TableName);
  if (found) allow(database.cloud, call, call.action, found, call.input);
  if (database.busy.size > 0) await database.busy.get(found?.name ?? '');
  return pass(await database.engine.call(call.action, bodyFor(call, found?.name)));
}

/** PutItem, UpdateItem and DeleteItem: alone with their item, with the old item on a failed condition. */
export async function writeItem(database: Database, call: Call): Promise<AwsResponse> {
  const { action, input } = call;
  const found = target(database, call, input.TableName);
  if (found) allow(database.cloud, call, action, found, input);
  checkOnFailure(input.ReturnValuesOnConditionCheckFailure);
  checkSize(call);
  const key = found?.table && keyOf(found.table, action === 'PutItem' ? input.Item : input.Key);
  const body = bodyFor(call, found?.name);
  const send = () => database.engine.call(action, body);
  // Without a table or a whole key nothing can be written; the engine words the error.
  if (!found?.table || !key) return pass(await send());
  const place = { table: found.table, key };
  return change(database, [place], async () => finish(database, call, place, await send()));
}

async function finish(database: Database, call: Call, place: Place, answer: Answer): Promise<AwsResponse> {
  const wantsItem = call.input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
  if (answer.status === 200) return withoutEmptyAttributes(answer);
  const error = errorOf(answer);
  if (error.code === 'ResourceNotFoundException') throw notFound();
  if (error.code !== 'ConditionalCheckFailedException' || !wantsItem) return pass(answer);
  const Item = await read(database, place);
  throw new AwsError(error.code, error.message, error.status, Item ? { Item } : {});
}

/** DynamoDB leaves `Attributes` out where no attribute is to be returned. */
function withoutEmptyAttributes(answer: Answer): AwsResponse {
  if (!answer.body.includes('"Attributes":{}')) return pass(answer);
  const { Attributes: attributes, ...rest } = JSON.parse(answer.body) as Record<string, object>;
  return Object.keys(attributes ?? {}).length === 0 ? ok(rest) : pass(answer);
}

/** The body as it came, unless it names its table by ARN or compares documents. */
export function bodyFor({ input, request }: Call, name: string | undefined): Buffer | string {
  const spelled = spellOutDocuments(input);
  if (spelled === input && (name === undefined || name === input.TableName)) return request.body;
  return JSON.stringify({ ...spelled, TableName: name });
}

export function checkOnFailure(value: unknown): void {
  if (value === undefined || value === null || value === 'ALL_OLD' || value === 'NONE') return;
  throw validation(
    `1 validation error detected: Value '${value}' at 'returnValuesOnConditionCheckFailure' failed to satisfy ` +
      'constraint: Member must satisfy enum value set: [ALL_OLD, NONE]',
  );
}

/** The engine counts characters where DynamoDB counts bytes of UTF-8. JSON is never shorter than the item in it. */
function checkSize({ input, request }: Call): void {
  if (request.body.length <= maxItemBytes || typeof input.Item !== 'object' || !input.Item) return;
  if (itemBytes(input.Item) > maxItemBytes) {
    throw validation('Item size has exceeded the maximum allowed size');
  }
}
