import { AwsError } from '../../../aws-error.ts';
import type { AwsResponse } from '../../../contract.ts';
import { allow, target } from '../access.ts';
import { ok } from '../answers.ts';
import type { Database } from '../database.ts';
import { ask } from '../engine/engine.ts';
import { notFound, validation } from '../errors.ts';
import { wants } from '../items/change.ts';
import { keyOf, keyText } from '../items/key.ts';
import type { Call, Item, Table } from '../types.ts';
import { getActions, type TransactAction } from './actions.ts';
import { cancelled, type Reason } from './cancelled.ts';
import { consumed } from './capacity.ts';
import { checkForm } from './rehearsal.ts';

interface Step extends TransactAction {
  table: Table;
  key?: Item;
}

/** TransactGetItems: reads all items at one moment, between the transactions and writes of others. */
export async function transactGet(database: Database, call: Call): Promise<AwsResponse> {
  const actions = getActions(call.input.TransactItems).map((action) => {
    const found = target(database, call, action.input.TableName);
    if (!found) throw validation('The parameter TableName is required but was not present in the request');
    return { ...action, found };
  });
  for (const { input, found } of actions) allow(database.cloud, call, 'GetItem', found, input);
  for (const { input } of actions) await checkForm(database, 'GetItem', input);
  const steps = actions.map((action): Step => {
    const { table } = action.found;
    if (!table) throw notFound();
    return { ...action, table, key: keyOf(table, action.input.Key) };
  });
  const places = steps.flatMap(({ table, key }) => (key ? [{ table, key }] : []));
  if (new Set(places.map(({ table, key }) => `${table.name}\u0000${keyText(key)}`)).size < places.length) {
    throw validation('Transaction request cannot include multiple operations on one item');
  }
  const results = await database.locks(places.flatMap(wants), () =>
    Promise.all(steps.map((step) => get(database, step))),
  );
  if (results.some(({ reason }) => reason))
    throw cancelled(results.map(({ reason }) => reason ?? { Code: 'None' }));
  return ok({
    Responses: results.map(({ item }) => (item ? { Item: item } : {})),
    ...consumed(call.input, places, steps),
  });
}

interface Result {
  item?: Item;
  reason?: Reason;
}

async function get({ engine }: Database, { table, input }: Step): Promise<Result> {
  try {
    const request = { ...input, TableName: table.name, ConsistentRead: true };
    return { item: (await ask<{ Item?: Item }>(engine, 'GetItem', request)).Item };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { reason: { Code: 'ValidationError', Message: error.message } };
  }
}
