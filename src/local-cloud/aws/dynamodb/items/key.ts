import type { AttributeDefinition, Item, KeyElement, Table, Value } from '../types.ts';

/** The primary key of an item or key map; `undefined` when a key attribute is missing, empty or of another type. */
export function keyOf({ definition }: Table, item: unknown): Item | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const key: Item = {};
  for (const { AttributeName: name } of definition.KeySchema) {
    const value = (item as Item)[name];
    const type = attributeType(definition.AttributeDefinitions, name);
    if (typeof value !== 'object' || value === null || typeof value[type] !== 'string' || value[type] === '')
      return undefined;
    key[name] = { [type]: value[type] };
  }
  return key;
}

/** A text that is the same for the same key, whatever the spelling of its numbers. */
export function keyText(key: Item): string {
  return Object.values(key).map(scalarText).join('\u0000');
}

export function attributeType(definitions: AttributeDefinition[], name: string): string {
  return definitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType ?? 'S';
}

export function hashName(schema: KeyElement[]): string {
  return schema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName ?? '';
}

function scalarText(value: Value): string {
  const [[type = '', text] = []] = Object.entries(value);
  return type + (type === 'N' ? canonicalNumber(String(text)) : String(text));
}

/** `1.50`, `+1.5` and `15e-1` are one number: its digits without zeros around them, and the exponent. */
export function canonicalNumber(text: string): string {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text.trim());
  if (!match) return text;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const scale = Number(exponent) - fraction.length + digits.length - significant.length;
  return `${sign === '-' ? '-' : ''}${significant}e${scale}`;
}
