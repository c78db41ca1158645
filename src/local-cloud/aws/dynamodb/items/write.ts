import type { AwsResponse } from '../../../contract.ts';
import { allow, target } from '../access.ts';
import { ok, pass } from '../answers.ts';
import { ownCondition, without } from '../conditions/documents.ts';
import { holds } from '../conditions/evaluate.ts';
import type { Database } from '../database.ts';
import { type Answer, errorOf } from '../engine/engine.ts';
import { conditionFailed, notFound, validation } from '../errors.ts';
import { checkForm, rehearse } from '../transactions/rehearsal.ts';
import type { Call, Input } from '../types.ts';
import { change, type Place, read } from './change.ts';
import { checkItem, checkUpdate } from './checks.ts';
import { keyOf } from './key.ts';
import { bodyFor } from './read.ts';
import { itemBytes, maxItemBytes } from './size.ts';

/** Size of an update's request from which on its outcome is measured in bytes. */
const tryOutBytes = 8 * 1024;

/** PutItem, UpdateItem and DeleteItem: alone with their item, with the old item on a failed condition. */
export async function writeItem(database: Database, call: Call): Promise<AwsResponse> {
  const { action, input } = call;
  const found = target(database, call, input.TableName);
  if (found) allow(database.cloud, call, action, found, input);
  checkOnFailure(input.ReturnValuesOnConditionCheckFailure);
  if (action === 'PutItem') checkItem(found?.table, input.Item);
  if (action === 'UpdateItem') checkUpdate(found?.table, input);
  const key = found?.table && keyOf(found.table, action === 'PutItem' ? input.Item : input.Key);
  // Without a table or a whole key nothing can be written; the engine words the error.
  if (!found?.table || !key) return pass(await database.engine.call(action, bodyFor(call, found?.name)));
  const place = { table: found.table, key };
  return change(database, [place], async () => {
    const body = await accepted(database, call, place);
    if (action === 'UpdateItem') await checkGrowth(database, call, place);
    return finish(database, call, place, await database.engine.call(action, body));
  });
}

/** The body for the engine. A condition that compares documents is evaluated here, and taken out. */
async function accepted(database: Database, call: Call, place: Place): Promise<Buffer | string> {
  const condition = ownCondition(call.input, 'ConditionExpression');
  if (!condition) return bodyFor(call, place.table.name);
  await checkForm(database, call.action, call.input);
  const item = await read(database, place);
  if (!holds(condition, item, call.input.ExpressionAttributeValues)) {
    const wantsItem = call.input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
    throw conditionFailed(wantsItem ? item : undefined);
  }
  return JSON.stringify({ ...without(call.input, 'ConditionExpression'), TableName: place.table.name });
}

async function finish(database: Database, call: Call, place: Place, answer: Answer): Promise<AwsResponse> {
  const wantsItem = call.input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
  if (answer.status === 200) return withoutEmptyAttributes(answer);
  const { code } = errorOf(answer);
  if (code === 'ResourceNotFoundException') throw notFound();
  if (code !== 'ConditionalCheckFailedException' || !wantsItem) return pass(answer);
  throw conditionFailed(await read(database, place));
}

/** DynamoDB leaves `Attributes` out where no attribute is to be returned. */
function withoutEmptyAttributes(answer: Answer): AwsResponse {
  if (!answer.body.includes('"Attributes":{}')) return pass(answer);
  const { Attributes: attributes, ...rest } = JSON.parse(answer.body) as Record<string, object>;
  return Object.keys(attributes ?? {}).length === 0 ? ok(rest) : pass(answer);
}

function checkOnFailure(value: unknown): void {
  if (value === undefined || value === null || value === 'ALL_OLD' || value === 'NONE') return;
  throw validation(
    `1 validation error detected: Value '${value}' at 'returnValuesOnConditionCheckFailure' failed to satisfy ` +
      'constraint: Member must satisfy enum value set: [ALL_OLD, NONE]',
  );
}

/**
 * The engine counts characters where DynamoDB counts bytes of UTF-8. An update that brings much is tried out first;
 * one that brings little is left to the engine's own count.
 */
async function checkGrowth(database: Database, { input, request }: Call, place: Place): Promise<void> {
  if (request.body.length < tryOutBytes) return;
  const before = await read(database, place);
  if (itemBytes(before ?? {}) + request.body.length <= maxItemBytes) return;
  const alone: Input = without(input, 'ConditionExpression', 'ReturnValuesOnConditionCheckFailure');
  const outcome = await rehearse(database, place.table, place.key, before, 'UpdateItem', alone);
  if (outcome.kind === 'done' && outcome.after && itemBytes(outcome.after) > maxItemBytes) {
    throw validation('Item size to update has exceeded the maximum allowed size');
  }
}
