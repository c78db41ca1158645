import { AwsError } from '../../../aws-error.ts';
import type { AwsResponse } from '../../../contract.ts';
import { allow, target } from '../access.ts';
import { ok } from '../answers.ts';
import type { Database } from '../database.ts';
import { ask } from '../engine/engine.ts';
import { tableNotFound, validation } from '../errors.ts';
import type { Call, Table } from '../types.ts';
import { multiAttribute, newTable, streamArn, streamView, type TableInput } from './definition.ts';
import { describe, description } from './describe.ts';
import { untilActive } from './engine-tables.ts';
import { dropTable, register } from './lifecycle.ts';
import { readTags } from './tags.ts';

/** CreateTable: the engine checks the input; the table is there when the answer says CREATING. */
export async function createTable(database: Database, call: Call): Promise<AwsResponse> {
  const input = call.input as TableInput;
  const found = target(database, call, input.TableName);
  if (found) allow(database.cloud, call, 'CreateTable', found, {});
  if (found?.table) throw new AwsError('ResourceInUseException', `Table already exists: ${found.name}`);
  const [multi] = multiAttribute(
    Array.isArray(input.GlobalSecondaryIndexes) ? input.GlobalSecondaryIndexes : [],
  );
  if (multi) throw validation(multiAttributeText(multi.IndexName));
  const stream = input.StreamSpecification as
    | { StreamEnabled?: boolean; StreamViewType?: string }
    | undefined;
  const view = stream?.StreamEnabled ? streamView(stream.StreamViewType) : undefined;
  await ask(database.engine, 'CreateTable', { ...input, TableName: found?.name });
  const table = newTable(found!.name, found!.arn, input);
  if (view) table.stream = { arn: streamArn(table.arn), view };
  table.tags = readTags(input.Tags);
  await untilActive(database.engine, table.name);
  await register(database, table);
  return ok({ TableDescription: description(table, undefined, 'CREATING') });
}

export function multiAttributeText(index: string): string {
  return `The local cloud does not serve indexes with several partition or sort key attributes (index ${index}).`;
}

export async function describeTable(database: Database, call: Call): Promise<AwsResponse> {
  const table = await existing(database, call);
  return ok({ Table: await describe(database, table) });
}

export async function deleteTable(database: Database, call: Call): Promise<AwsResponse> {
  const table = await existing(database, call);
  if (table.deletionProtection) {
    throw validation(
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    );
  }
  const { GlobalSecondaryIndexes: _, ...last } = description(table, undefined, 'DELETING') as Record<
    string,
    unknown
  >;
  await dropTable(database, table);
  return ok({ TableDescription: last });
}

/** ListTables: up to 100 names a page (API reference, 2025). */
export async function listTables(database: Database, call: Call): Promise<AwsResponse> {
  database.cloud.authorize(call.request.caller, 'dynamodb:ListTables', '*');
  const { Limit: limit = 100, ExclusiveStartTableName: start = '' } = call.input;
  if (typeof limit !== 'number' || limit < 1 || limit > 100) {
    throw validation(
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value ` +
        (Number(limit) < 1 ? 'greater than or equal to 1' : 'less than or equal to 100'),
    );
  }
  const names = [...database.tables.keys()].sort().filter((name) => name > String(start));
  const page = names.slice(0, limit);
  return ok({
    TableNames: page,
    ...(names.length > page.length ? { LastEvaluatedTableName: page.at(-1) } : {}),
  });
}

/** The table that the call names, once the caller may act on it. */
export async function existing(database: Database, call: Call): Promise<Table> {
  const found = target(database, call, call.input.TableName);
  if (!found) throw validation('The parameter TableName is required but was not present in the request');
  allow(database.cloud, call, call.action, found, {});
  if (!found.table) throw tableNotFound(found.name);
  return found.table;
}
