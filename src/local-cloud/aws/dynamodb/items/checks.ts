import { validation } from '../errors.ts';
import type { Input, Item, Table, Value } from '../types.ts';
import { itemBytes, maxItemBytes } from './size.ts';

/** Developer Guide, "Quotas in Amazon DynamoDB" (2025): attributes nest up to 32 levels. */
const maxDepth = 32;

/**
 * What DynamoDB refuses and the engine does not: sizes in bytes of UTF-8, nesting, empty index keys. Shapes that make
 * no sense pass; the engine refuses them in DynamoDB's words.
 */
export function checkItem(table: Table | undefined, item: Item | undefined): void {
  if (typeof item !== 'object' || item === null) return;
  checkDepth(item);
  if (itemBytes(item) > maxItemBytes) throw validation('Item size has exceeded the maximum allowed size');
  for (const [attribute, value] of Object.entries(item)) checkIndexKey(table, attribute, value);
}

/** The same for what an update sets. */
export function checkUpdate(table: Table | undefined, input: Input): void {
  const { ExpressionAttributeValues: values, ExpressionAttributeNames: names } = input;
  if (typeof values !== 'object' || values === null) return;
  checkDepth(values);
  if (!Object.values(values).some(isEmpty)) return;
  for (const [, left = '', right = ''] of String(input.UpdateExpression ?? '').matchAll(
    /(#?\w+)\s*=\s*(:\w+)/g,
  )) {
    checkIndexKey(table, names?.[left] ?? left, values[right]);
  }
}

function checkIndexKey(table: Table | undefined, attribute: string, value: Value | undefined): void {
  if (!table || !isEmpty(value)) return;
  const { GlobalSecondaryIndexes: global, LocalSecondaryIndexes: local, KeySchema } = table.definition;
  if (KeySchema.some(({ AttributeName }) => AttributeName === attribute)) return;
  const index = [...global, ...local].find((each) =>
    each.KeySchema.some(({ AttributeName }) => AttributeName === attribute),
  );
  if (!index) return;
  const kind = value?.S === '' ? 'string' : 'binary';
  throw validation(
    'One or more parameter values are not valid. A value specified for a secondary index key is not supported. The ' +
      `AttributeValue for a key attribute cannot contain an empty ${kind} value. IndexName: ${index.IndexName}, ` +
      `IndexKey: ${attribute}`,
  );
}

function isEmpty(value: Value | undefined): boolean {
  return value?.S === '' || value?.B === '';
}

function checkDepth(item: Item): void {
  if (Object.values(item).some((value) => isDeeper(value, maxDepth))) {
    throw validation('Nesting Levels have exceeded supported limits: Attributes nest up to 32 levels');
  }
}

/** True when a value holds documents in more than `levels` levels. */
function isDeeper(value: Value | undefined, levels: number): boolean {
  const inner = value?.M ?? value?.L;
  if (typeof inner !== 'object' || inner === null) return false;
  return levels === 0 || Object.values(inner).some((each) => isDeeper(each as Value, levels - 1));
}
