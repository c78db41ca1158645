import type { Item, Value } from '../types.ts';
import { canonicalNumber } from './key.ts';

/** Largest item: 400 KB (Developer Guide, "Quotas in Amazon DynamoDB", 2025). */
export const maxItemBytes = 400 * 1024;

/** Bytes of an item (Developer Guide, "DynamoDB item sizes and formats"): UTF-8 names plus values. */
export function itemBytes(item: Item): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );
}

function valueBytes(value: Value): number {
  const [[type = '', content] = []] = Object.entries(value ?? {});
  if (type === 'S') return Buffer.byteLength(String(content));
  if (type === 'N') return numberBytes(String(content));
  if (type === 'B') return binaryBytes(String(content));
  if (type === 'SS') return sum(content, (text) => Buffer.byteLength(String(text)));
  if (type === 'NS') return sum(content, (text) => numberBytes(String(text)));
  if (type === 'BS') return sum(content, (text) => binaryBytes(String(text)));
  // Lists and maps need 3 bytes, and 1 more for each element.
  if (type === 'L') return 3 + sum(content, (element) => 1 + valueBytes(element as Value));
  if (type === 'M') return 3 + Object.keys(content ?? {}).length + itemBytes((content ?? {}) as Item);
  return 1;
}

function sum(list: unknown, size: (element: unknown) => number): number {
  return Array.isArray(list) ? list.reduce((total: number, element) => total + size(element), 0) : 0;
}

/** Approximately one byte for two significant digits, plus one. */
function numberBytes(text: string): number {
  const digits = canonicalNumber(text).replace(/^-|e.*$/g, '');
  return 1 + Math.ceil(digits.length / 2) + (text.startsWith('-') ? 1 : 0);
}

function binaryBytes(base64: string): number {
  return Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
}
