import type { Item, Value } from '../types.ts';

/** A plain object as an item. Throws when a value has no place in DynamoDB (a function, `NaN`, an empty set). */
export function marshalItem(object: Record<string, unknown>): Item {
  return Object.fromEntries(
    Object.entries(object)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, marshal(value, name)]),
  );
}

function marshal(value: unknown, name: string): Value {
  if (value === null) return { NULL: true };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'boolean') return { BOOL: value };
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value))) {
    return { N: String(value) };
  }
  if (value instanceof Uint8Array) return { B: Buffer.from(value).toString('base64') };
  if (value instanceof Date) return { S: value.toISOString() };
  if (value instanceof Set) return marshalSet([...value], name);
  if (Array.isArray(value)) return { L: value.map((element) => marshal(element ?? null, name)) };
  if (typeof value === 'object') return { M: marshalItem(value as Record<string, unknown>) };
  throw new Error(
    `${name} is ${typeof value === 'number' ? value : `a ${typeof value}`}, which no item can hold`,
  );
}

function marshalSet(elements: unknown[], name: string): Value {
  const values = elements.map((element) => marshal(element, name));
  const type = Object.keys(values[0] ?? {})[0] ?? '';
  if (!['S', 'N', 'B'].includes(type) || values.some((value) => value[type] === undefined)) {
    throw new Error(
      `${name} is a set, and a set holds strings, numbers or binaries of one type, at least one`,
    );
  }
  return { [`${type}S`]: values.map((value) => value[type]) };
}
