import type { Database } from '../database.ts';
import { openDynalite } from '../engine/dynalite.ts';
import { type Answer, ask, type Engine, errorOf } from '../engine/engine.ts';
import { createInEngine } from '../tables/engine-tables.ts';
import type { Item, Table } from '../types.ts';

/** What an action of a transaction would do to its item. */
export type Outcome =
  | { kind: 'done'; after: Item | undefined }
  | { kind: 'refused'; code: string; message: string };

/** Name of the stage of each definition; definitions are replaced whole when a table changes. */
const stages = new WeakMap<object, string>();
let nextStage = 1;

/**
 * Plays an action on a copy of its item in an engine of its own, so that it can fail without a trace. The item's lock
 * is held, so what comes out is what the item becomes.
 */
export async function rehearse(
  database: Database,
  table: Table,
  key: Item,
  before: Item | undefined,
  action: string,
  input: object,
): Promise<Outcome> {
  const engine = await stageEngine(database);
  const TableName = await stage(engine, table);
  if (before) await ask(engine, 'PutItem', { TableName, Item: before });
  const answer = await engine.call(action, JSON.stringify({ ...input, TableName }));
  const done = answer.status === 200;
  const after = done
    ? (await ask<{ Item?: Item }>(engine, 'GetItem', { TableName, Key: key })).Item
    : undefined;
  if (before || after) await ask(engine, 'DeleteItem', { TableName, Key: key });
  return done ? { kind: 'done', after } : refused(answer);
}

/**
 * Checks the form of an action (types, expressions, values) by sending it to a table that does not exist: a good one
 * ends at the missing table. Throws the engine's ValidationException otherwise.
 */
export async function checkForm(database: Database, action: string, input: object): Promise<void> {
  const engine = await stageEngine(database);
  const error = errorOf(await engine.call(action, JSON.stringify({ ...input, TableName: 'no-such-stage' })));
  if (error.code !== 'ResourceNotFoundException') throw error;
}

function refused(answer: Answer): Outcome {
  const { code, message } = errorOf(answer);
  if (code === 'ConditionalCheckFailedException') {
    return { kind: 'refused', code: 'ConditionalCheckFailed', message };
  }
  return { kind: 'refused', code: code.replace(/Exception$/, 'Error'), message };
}

async function stageEngine(database: Database): Promise<Engine> {
  database.rehearsal ??= openDynalite();
  return database.rehearsal;
}

const opening = new WeakMap<Engine, Map<string, Promise<void>>>();

async function stage(engine: Engine, { definition }: Table): Promise<string> {
  const name = stages.get(definition) ?? `stage-${nextStage++}`;
  stages.set(definition, name);
  const known = opening.get(engine) ?? new Map<string, Promise<void>>();
  opening.set(engine, known);
  const ready = known.get(name) ?? createInEngine(engine, name, definition);
  known.set(name, ready);
  await ready;
  return name;
}
