import type { Input, Item, Value } from '../types.ts';

const path = String.raw`#?[A-Za-z_]\w*(?:\.#?[A-Za-z_]\w*|\[\d+\])*`;

/**
 * Engines of the dynalite kind hold no two maps or lists equal. So a comparison of a path with a map or list value is
 * spelled out: its type, its size, and each element; `=`, `<>` and `IN` in conditions and filters. Gives the same
 * input when there is nothing to spell out.
 */
export function spellOutDocuments<T extends Input>(input: T): T {
  const values = input.ExpressionAttributeValues;
  if (!hasDocument(values)) return input;
  const spelled = { ...input, ExpressionAttributeValues: { ...values } };
  spelled.ExpressionAttributeNames = { ...input.ExpressionAttributeNames };
  for (const member of ['ConditionExpression', 'FilterExpression'] as const) {
    const text = input[member];
    if (typeof text === 'string') Object.assign(spelled, { [member]: spellOut(text, spelled) });
  }
  return withoutUnused(spelled, input);
}

function hasDocument(values: Item | undefined): values is Item {
  return typeof values === 'object' && values !== null && Object.values(values).some(isDocument);
}

function isDocument(value: Value | undefined): boolean {
  return typeof value?.M === 'object' || Array.isArray(value?.L);
}

function spellOut(expression: string, input: Input): string {
  const values = input.ExpressionAttributeValues ?? {};
  const equal = (left: string, name: string) =>
    isDocument(values[name]) ? equality(left, values[name]!, input) : `${left} = ${name}`;
  const compare = (whole: string, left: string, operator: string, name: string) => {
    if (!isDocument(values[name])) return whole;
    return operator === '=' ? equal(left, name) : `(NOT ${equal(left, name)})`;
  };
  return expression
    .replace(new RegExp(String.raw`(${path})\s+IN\s*\(([^()]*)\)`, 'gi'), (whole, left, list) => {
      const names = String(list)
        .split(',')
        .map((name) => name.trim());
      if (!names.some((name) => isDocument(values[name]))) return whole;
      return `(${names.map((name) => equal(left, name)).join(' OR ')})`;
    })
    .replace(new RegExp(String.raw`(${path})\s*(=|<>)\s*(:\w+)`, 'g'), compare)
    .replace(new RegExp(String.raw`(:\w+)\s*(=|<>)\s*(${path})`, 'g'), (whole, name, operator, left) =>
      compare(whole, left, operator, name),
    );
}

/** A condition that holds when the document at a path equals a value. Adds the names and values that it needs. */
function equality(left: string, value: Value, input: Input): string {
  if (!isDocument(value)) return `${left} = ${place(input, value)}`;
  const isMap = value.M !== undefined;
  const parts = isMap
    ? Object.entries(value.M as Item).map(([name, each]) =>
        equality(`${left}.${nameOf(input, name)}`, each, input),
      )
    : (value.L as Value[]).map((each, at) => equality(`${left}[${at}]`, each, input));
  const type = place(input, { S: isMap ? 'M' : 'L' });
  const size = place(input, { N: String(parts.length) });
  return `(${[`attribute_type(${left}, ${type})`, `size(${left}) = ${size}`, ...parts].join(' AND ')})`;
}

function place(input: Input, value: Value): string {
  const name = freeKey(input.ExpressionAttributeValues, ':spelled');
  input.ExpressionAttributeValues = { ...input.ExpressionAttributeValues, [name]: value };
  return name;
}

function nameOf(input: Input, attribute: string): string {
  const name = freeKey(input.ExpressionAttributeNames, '#spelled');
  input.ExpressionAttributeNames = { ...input.ExpressionAttributeNames, [name]: attribute };
  return name;
}

function freeKey(taken: object = {}, start: string): string {
  let number = Object.keys(taken).length;
  while (Object.hasOwn(taken, `${start}${number}`)) number += 1;
  return `${start}${number}`;
}

/** A value that only stood in a spelled comparison is used no longer; one that was never used still is an error. */
function withoutUnused<T extends Input>(spelled: T, original: T): T {
  const used = (input: Input, name: string) =>
    Object.entries(input).some(
      ([member, text]) =>
        member.endsWith('Expression') && typeof text === 'string' && new RegExp(`${name}(?!\\w)`).test(text),
    );
  const values = Object.entries(spelled.ExpressionAttributeValues ?? {}).filter(
    ([name]) => used(spelled, name) || !used(original, name),
  );
  const { ExpressionAttributeNames: names = {}, ...rest } = spelled;
  return {
    ...rest,
    ...(Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {}),
    ExpressionAttributeValues: Object.fromEntries(values),
  } as T;
}
