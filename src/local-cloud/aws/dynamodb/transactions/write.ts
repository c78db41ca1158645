import type { AwsResponse } from '../../../contract.ts';
import { allow, type Target, target } from '../access.ts';
import { ok } from '../answers.ts';
import { ownCondition, without } from '../conditions/documents.ts';
import { holds } from '../conditions/evaluate.ts';
import type { Database } from '../database.ts';
import { ask } from '../engine/engine.ts';
import { conditionFailed, notFound, validation } from '../errors.ts';
import { countWrite, type Place, read, record, wants } from '../items/change.ts';
import { checkItem, checkUpdate } from '../items/checks.ts';
import { keyOf, keyText } from '../items/key.ts';
import { sameItem } from '../items/same.ts';
import { itemBytes, maxItemBytes } from '../items/size.ts';
import type { Call, Item, Table } from '../types.ts';
import { type TransactAction, writeActions } from './actions.ts';
import { cancelled, type Reason } from './cancelled.ts';
import { consumed } from './capacity.ts';
import { checkForm, type Outcome, rehearse } from './rehearsal.ts';
import { once } from './tokens.ts';

/** API reference of TransactWriteItems (2025): 4 MB over all items. */
const maxTransactionBytes = 4 * 1024 * 1024;

interface Step extends TransactAction {
  table: Table;
  /** Absent when the key does not fit the table. */
  key?: Item;
}

/** TransactWriteItems: all or nothing, alone with its items, once for each client token. */
export async function transactWrite(database: Database, call: Call): Promise<AwsResponse> {
  const { ClientRequestToken: token, ...parameters } = call.input;
  const actions = writeActions(call.input.TransactItems).map((action) => ({
    ...action,
    found: named(database, call, action),
  }));
  for (const { iam, input, found } of actions) allow(database.cloud, call, iam, found, input);
  for (const { operation, input } of actions) await checkForm(database, operation, alone(input));
  const steps = actions.map((action): Step => {
    const { table } = action.found;
    if (!table) throw notFound();
    return { ...action, table, key: keyOf(table, action.input.Item ?? action.input.Key) };
  });
  const places = distinctPlaces(steps);
  checkTotal(steps);
  const run = () => database.locks(places.flatMap(wants), () => execute(database, steps));
  if (typeof token === 'string' && token !== '') await once(database.tokens, token, parameters, run);
  else await run();
  return ok(consumed(call.input, places, steps));
}

/** Rehearses every action, then writes what came out. Throws TransactionCanceledException with each action's reason. */
async function execute(database: Database, steps: Step[]): Promise<void> {
  const results = await Promise.all(steps.map((step) => tryOut(database, step)));
  if (results.some(({ outcome }) => outcome.kind === 'refused')) {
    throw cancelled(results.map((result, index) => reasonOf(steps[index]!, result)));
  }
  await Promise.all(
    results.map(async ({ outcome, before }, index) => {
      const { table, key, iam } = steps[index]!;
      if (!key || outcome.kind !== 'done' || iam === 'ConditionCheckItem') return;
      const { after } = outcome;
      if (sameItem(before, after)) return;
      if (after) await ask(database.engine, 'PutItem', { TableName: table.name, Item: after });
      else await ask(database.engine, 'DeleteItem', { TableName: table.name, Key: key });
      countWrite(database, table);
    }),
  );
  results.forEach(({ outcome, before }, index) => {
    const { table, key, iam } = steps[index]!;
    if (key && outcome.kind === 'done' && iam !== 'ConditionCheckItem') {
      record(database, { table, key }, before, outcome.after);
    }
  });
}

interface Result {
  before?: Item;
  outcome: Outcome;
}

async function tryOut(database: Database, { table, key, operation, input }: Step): Promise<Result> {
  if (!key) {
    // The engine words what is wrong with the key.
    const outcome = await rehearse(
      database,
      table,
      input.Item ?? input.Key ?? {},
      undefined,
      operation,
      input,
    );
    return { outcome };
  }
  const before = await read(database, { table, key });
  const condition = ownCondition(input, 'ConditionExpression');
  if (condition && !holds(condition, before, input.ExpressionAttributeValues)) {
    const { message } = conditionFailed(undefined);
    return { before, outcome: { kind: 'refused', code: 'ConditionalCheckFailed', message } };
  }
  const rest = condition ? without(input, 'ConditionExpression') : input;
  const outcome = await rehearse(database, table, key, before, operation, alone(rest));
  if (outcome.kind !== 'done' || itemBytes(outcome.after ?? {}) <= maxItemBytes) return { before, outcome };
  const message = 'Item size to update has exceeded the maximum allowed size';
  return { before, outcome: { kind: 'refused', code: 'ValidationError', message } };
}

function reasonOf({ input }: Step, { outcome, before }: Result): Reason {
  if (outcome.kind === 'done') return { Code: 'None' };
  const { code: Code, message: Message } = outcome;
  const wantsItem = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
  return wantsItem && before && Code === 'ConditionalCheckFailed'
    ? { Code, Message, Item: before }
    : { Code, Message };
}

/** The action as a single call: what only transactions know is left out. */
function alone({ ReturnValuesOnConditionCheckFailure: _, ...input }: Step['input']): object {
  return input;
}

function named(database: Database, call: Call, { input }: TransactAction): Target {
  const found = target(database, call, input.TableName);
  if (!found) throw validation('The parameter TableName is required but was not present in the request');
  return found;
}

function distinctPlaces(steps: Step[]): Place[] {
  const places = new Map<string, Place>();
  for (const { table, key } of steps) {
    if (!key) continue;
    const name = `${table.name}\u0000${keyText(key)}`;
    if (places.has(name))
      throw validation('Transaction request cannot include multiple operations on one item');
    places.set(name, { table, key });
  }
  return [...places.values()];
}

function checkTotal(steps: Step[]): void {
  for (const { table, input } of steps) {
    checkItem(table, input.Item);
    checkUpdate(table, input);
  }
  const sizes = steps.map(({ input }) => itemBytes(input.Item ?? input.Key ?? {}));
  if (sizes.reduce((sum, size) => sum + size, 0) > maxTransactionBytes) {
    throw validation('The aggregate size of all items in the transaction exceeded 4 MB');
  }
}
