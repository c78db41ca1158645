import type { AwsResponse } from '../../../contract.ts';
import { allow, target } from '../access.ts';
import { ok, pass } from '../answers.ts';
import { ownCondition, without } from '../conditions/documents.ts';
import { holds } from '../conditions/evaluate.ts';
import { type Condition, parsePaths } from '../conditions/parse.ts';
import { project } from '../conditions/project.ts';
import type { Database } from '../database.ts';
import { ask } from '../engine/engine.ts';
import type { Call, Input, Item } from '../types.ts';

/** GetItem, Query and Scan go to the engine as they are, but for filters that compare documents. */
export async function readItems(database: Database, call: Call): Promise<AwsResponse> {
  const { action, input } = call;
  const found = target(database, call, input.TableName);
  if (found) allow(database.cloud, call, action, found, input);
  if (database.busy.size > 0) await database.busy.get(found?.name ?? '');
  const filter = action === 'GetItem' ? undefined : ownCondition(input, 'FilterExpression');
  if (filter && found) return filtered(database, action, { ...input, TableName: found.name }, filter);
  return pass(await database.engine.call(action, bodyFor(call, found?.name)));
}

/** The body as it came, unless it names its table by ARN. */
export function bodyFor({ input, request }: Call, name: string | undefined): Buffer | string {
  if (name === undefined || name === input.TableName) return request.body;
  return JSON.stringify({ ...input, TableName: name });
}

interface Page {
  Items?: Item[];
  Count: number;
  ScannedCount: number;
}

async function filtered(
  database: Database,
  action: string,
  input: Input,
  filter: Condition,
): Promise<AwsResponse> {
  // The engine sees the whole input once, so that it words what is wrong with it.
  await ask(database.engine, action, { ...input, Limit: input.Limit === undefined ? 1 : input.Limit });
  const plain = without(input, 'FilterExpression', 'ProjectionExpression');
  if (input.Select !== 'ALL_ATTRIBUTES') plain.Select = undefined;
  const page = await ask<Page>(database.engine, action, plain);
  const kept = (page.Items ?? []).filter((item) => holds(filter, item, input.ExpressionAttributeValues));
  const { Items: _, ...rest } = page;
  const { ProjectionExpression: projection, ExpressionAttributeNames: names } = input;
  const paths = typeof projection === 'string' ? parsePaths(projection, names) : undefined;
  const Items = paths ? kept.map((item) => project(item, paths)) : kept;
  return ok({ ...rest, Count: kept.length, ...(input.Select === 'COUNT' ? {} : { Items }) });
}
