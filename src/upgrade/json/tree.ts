import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import { maxDepth, nestsTooDeep } from '../nesting.ts';

/**
 * A value of a JSON or YAML document. `canonical` is equal for two values exactly when they mean the same, whatever
 * their layout and the order of their keys. `text` is the value as written; JSON only.
 */
export type Value = ObjectValue | ArrayValue | ScalarValue;

interface Common {
  canonical: string;
  /** Offsets in the document; zero for YAML. */
  start: number;
  end: number;
  text: string;
}

export interface ObjectValue extends Common {
  type: 'object';
  properties: Map<string, Property>;
}

export interface Property {
  value: Value;
  /** Offset of the key's opening quote. */
  start: number;
}

export interface ArrayValue extends Common {
  type: 'array';
  items: Value[];
}

export interface ScalarValue extends Common {
  type: 'scalar';
  /** The text of a string; undefined for a number, a boolean or null. */
  string?: string;
}

/** Parses JSON with comments and trailing commas. Undefined for broken text and for objects that repeat a key. */
export function parseJson(text: string): Value | undefined {
  if (nestsTooDeep(text)) return undefined;
  const errors: ParseError[] = [];
  const node = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  return node && errors.length === 0 ? toValue(node, text, 0) : undefined;
}

function toValue(node: Node, document: string, depth: number): Value | undefined {
  if (depth > maxDepth) return undefined;
  const start = node.offset;
  const end = start + node.length;
  const text = document.slice(start, end);
  if (node.type === 'array') {
    const items = (node.children ?? []).map((child) => toValue(child, document, depth + 1));
    return items.every((item) => item !== undefined) ? { ...arrayOf(items), start, end, text } : undefined;
  }
  if (node.type !== 'object') {
    // A number is compared as written, so that no digit is lost.
    const string = node.type === 'string' ? (node.value as string) : undefined;
    const canonical = string === undefined ? text : JSON.stringify(string);
    return { type: 'scalar', string, canonical, start, end, text };
  }
  const properties = new Map<string, Property>();
  for (const property of node.children ?? []) {
    const [key, content] = property.children ?? [];
    const value = content && toValue(content, document, depth + 1);
    if (!key || !value || properties.has(key.value as string)) return undefined;
    properties.set(key.value as string, { value, start: property.offset });
  }
  return { ...objectOf(properties), start, end, text };
}

/** An array value made of items. */
export function arrayOf(items: Value[]): ArrayValue {
  const canonical = canonicalArray(items.map((item) => item.canonical));
  return { type: 'array', items, canonical, start: 0, end: 0, text: '' };
}

/** An object value made of properties. */
export function objectOf(properties: Map<string, Property>): ObjectValue {
  const canonical = canonicalObject([...properties].map(([key, { value }]) => [key, value.canonical]));
  return { type: 'object', properties, canonical, start: 0, end: 0, text: '' };
}

export function canonicalArray(items: readonly string[]): string {
  return `[${items.join(',')}]`;
}

export function canonicalObject(entries: readonly (readonly [key: string, canonical: string])[]): string {
  const sorted = entries.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${sorted.map(([key, canonical]) => `${JSON.stringify(key)}:${canonical}`).join(',')}}`;
}
