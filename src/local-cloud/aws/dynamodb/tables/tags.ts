import { AwsError } from '../../../aws-error.ts';
import type { AwsResponse } from '../../../contract.ts';
import { allow, target } from '../access.ts';
import { ok, respond } from '../answers.ts';
import { type Database, saveTables } from '../database.ts';
import type { Call, Table } from '../types.ts';

/** `[{ Key, Value }]` as a record; anything else is left out. */
export function readTags(tags: unknown): Record<string, string> {
  if (!Array.isArray(tags)) return {};
  return Object.fromEntries(
    (tags as { Key?: unknown; Value?: unknown }[]).flatMap((tag) =>
      typeof tag?.Key === 'string' ? [[tag.Key, String(tag.Value ?? '')]] : [],
    ),
  );
}

export async function tagResource(database: Database, call: Call): Promise<AwsResponse> {
  const table = tagged(database, call);
  Object.assign(table.tags, readTags(call.input.Tags));
  await saveTables(database);
  return respond(200, '');
}

export async function untagResource(database: Database, call: Call): Promise<AwsResponse> {
  const table = tagged(database, call);
  const { TagKeys: keys } = call.input;
  for (const key of Array.isArray(keys) ? keys : []) delete table.tags[String(key)];
  await saveTables(database);
  return respond(200, '');
}

export async function listTags(database: Database, call: Call): Promise<AwsResponse> {
  const { tags } = tagged(database, call);
  return ok({ Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) });
}

function tagged(database: Database, call: Call): Table {
  const arn = call.input.ResourceArn;
  const found = target(database, call, arn);
  if (found) allow(database.cloud, call, call.action, found, {});
  if (found?.table && found.arn === arn) return found.table;
  throw new AwsError(
    'ResourceNotFoundException',
    `Requested resource not found: ResourcArn: ${arn} not found`,
  );
}
