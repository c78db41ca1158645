import type { Cloud, Principal } from '../../contract.ts';
import { isDeveloper } from '../../principal.ts';
import type { Database } from './database.ts';
import { hashName } from './items/key.ts';
import type { Call, Input, Item, Table } from './types.ts';

/** One table of a call: its name as the engine knows it, its ARN, and what the room knows of it. */
export interface Target {
  name: string;
  arn: string;
  table?: Table;
}

/** Finds the table that a request names, by name or by ARN (TableName takes both since 2024). */
export function target(database: Database, { request }: Call, nameOrArn: unknown): Target | undefined {
  if (typeof nameOrArn !== 'string' || nameOrArn === '') return undefined;
  const name = nameOrArn.startsWith('arn:')
    ? (nameOrArn.split(':table/')[1]?.split('/')[0] ?? '')
    : nameOrArn;
  const table = database.tables.get(name);
  return { name, arn: table?.arn ?? tableArn(request.region, account(request.caller), name), table };
}

export function tableArn(region: string, accountId: string, name: string): string {
  return `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;
}

export function account({ roleArn }: Principal): string {
  return roleArn?.split(':')[4] || '000000000000';
}

/** Asks for an action on a table or, when the input names one, on its index. */
export function allow(cloud: Cloud, call: Call, action: string, { arn, table }: Target, input: Input): void {
  const { caller } = call.request;
  const resource = typeof input.IndexName === 'string' ? `${arn}/index/${input.IndexName}` : arn;
  const context = isDeveloper(caller) ? undefined : contextOf(table, input);
  cloud.authorize(caller, `dynamodb:${action}`, resource, context);
}

/**
 * Condition keys of DynamoDB (Service Authorization Reference, "Actions, resources, and condition keys for Amazon
 * DynamoDB", 2025): LeadingKeys, Attributes, Select, ReturnValues, ReturnConsumedCapacity.
 */
function contextOf(table: Table | undefined, input: Input): Record<string, string | string[]> {
  const leading = table ? leadingKeys(table, input) : [];
  const attributes = attributeNames(input);
  const select = input.Select ?? (input.ProjectionExpression ? 'SPECIFIC_ATTRIBUTES' : undefined);
  return {
    ...(leading.length > 0 ? { 'dynamodb:LeadingKeys': leading } : {}),
    ...(attributes.length > 0 ? { 'dynamodb:Attributes': attributes } : {}),
    ...(typeof select === 'string' ? { 'dynamodb:Select': select } : {}),
    ...(typeof input.ReturnValues === 'string' ? { 'dynamodb:ReturnValues': input.ReturnValues } : {}),
    ...(typeof input.ReturnConsumedCapacity === 'string'
      ? { 'dynamodb:ReturnConsumedCapacity': input.ReturnConsumedCapacity }
      : {}),
  };
}

/** Partition key values of the items and keys of the input, and of its key condition. */
function leadingKeys({ definition }: Table, input: Input): string[] {
  const index = [...definition.GlobalSecondaryIndexes, ...definition.LocalSecondaryIndexes].find(
    ({ IndexName }) => IndexName === input.IndexName,
  );
  const name = hashName((index ?? definition).KeySchema);
  const values = [...items(input).map((item) => item[name]), conditionValue(input, name)];
  return [...new Set(values.flatMap((value) => Object.values(value ?? {}).map(String)))];
}

/** Items and keys of single writes and reads, or (under `items`) of one table's part of a batch. */
function items(input: Input): Item[] {
  return [input.Item, input.Key, ...((input.items as Item[] | undefined) ?? [])].filter(
    (item): item is Item => typeof item === 'object' && item !== null,
  );
}

function conditionValue(input: Input, name: string): Record<string, unknown> | undefined {
  for (const [, left = '', right = ''] of String(input.KeyConditionExpression ?? '').matchAll(
    /(#?\w+)\s*=\s*(:\w+)/g,
  )) {
    if (resolved(left, input) === name) return input.ExpressionAttributeValues?.[right];
  }
  return undefined;
}

const words = new Set(
  'SET REMOVE ADD DELETE AND OR NOT BETWEEN IN if_not_exists list_append attribute_exists attribute_not_exists attribute_type begins_with contains size'
    .toLowerCase()
    .split(' '),
);

/** Top-level attributes that the input names. */
function attributeNames(input: Input): string[] {
  const named = new Set(items(input).flatMap((item) => Object.keys(item)));
  for (const [member, text] of Object.entries(input)) {
    if (!member.endsWith('Expression') || typeof text !== 'string') continue;
    for (const [word] of text.matchAll(/(?<![.:#\w])#?[A-Za-z_]\w*/g)) {
      if (!words.has(word.toLowerCase())) named.add(resolved(word, input));
    }
  }
  return [...named];
}

function resolved(name: string, { ExpressionAttributeNames: names }: Input): string {
  return name.startsWith('#') ? String(names?.[name] ?? name) : name;
}
