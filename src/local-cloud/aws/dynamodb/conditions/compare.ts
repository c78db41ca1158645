import { canonicalNumber } from '../items/key.ts';
import type { Item, Value } from '../types.ts';

export function typeOf(value: Value): string {
  return Object.keys(value)[0] ?? '';
}

/** True when two values are of one type and hold the same: numbers by value, sets without order, documents deeply. */
export function equal(one: Value, other: Value): boolean {
  const type = typeOf(one);
  if (type !== typeOf(other)) return false;
  const [left, right] = [one[type], other[type]];
  if (type === 'N') return canonicalNumber(String(left)) === canonicalNumber(String(right));
  if (type === 'M') return equalMaps(left as Item, right as Item);
  if (!Array.isArray(left) || !Array.isArray(right)) return left === right;
  if (left.length !== right.length) return false;
  if (type === 'L') return left.every((element, at) => equal(element as Value, right[at] as Value));
  const plain = (elements: unknown[]) =>
    elements.map((text) => (type === 'NS' ? canonicalNumber(String(text)) : String(text))).sort();
  return plain(left).every((element, at, all) => all.length > 0 && element === plain(right)[at]);
}

function equalMaps(left: Item, right: Item): boolean {
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && equal(left[name]!, right[name]!))
  );
}

/** Order of two numbers, texts (by bytes of UTF-8) or binaries; `undefined` for other types or two types. */
export function order(one: Value, other: Value): number | undefined {
  const type = typeOf(one);
  if (type !== typeOf(other)) return undefined;
  const [left, right] = [String(one[type]), String(other[type])];
  if (type === 'S') return Buffer.compare(Buffer.from(left), Buffer.from(right));
  if (type === 'B') return Buffer.compare(Buffer.from(left, 'base64'), Buffer.from(right, 'base64'));
  return type === 'N' ? orderNumbers(left, right) : undefined;
}

/** Numbers have up to 38 digits, more than a JavaScript number holds. */
function orderNumbers(left: string, right: string): number {
  const [one, other] = [parts(left), parts(right)];
  if (one.sign !== other.sign) return one.sign - other.sign;
  if (one.sign === 0) return 0;
  const magnitude = one.exponent - other.exponent || (one.digits < other.digits ? -1 : 1);
  return one.exponent === other.exponent && one.digits === other.digits ? 0 : magnitude * one.sign;
}

/** `-0.0125` as sign -1, digits `125` and the power of ten before the first of them. */
function parts(text: string): { sign: number; digits: string; exponent: number } {
  const [, minus, digits = '0', scale = '0'] = /^(-?)(\d+)(?:e(-?\d+))?$/.exec(canonicalNumber(text)) ?? [];
  const sign = digits === '0' ? 0 : minus ? -1 : 1;
  return { sign, digits, exponent: digits.length + Number(scale) };
}
