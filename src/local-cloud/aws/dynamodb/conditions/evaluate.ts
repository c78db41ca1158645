import type { Item, Value } from '../types.ts';
import { equal, order, typeOf } from './compare.ts';
import type { Condition, Operand, Path } from './parse.ts';

/** True when a condition holds for an item, or for a missing one. */
export function holds(condition: Condition, item: Item | undefined, values: Item | undefined): boolean {
  const resolve = (operand: Operand): Value | undefined => {
    if (operand.kind === 'value') return values?.[operand.name];
    if (operand.kind === 'path') return at(item, operand.path);
    const sized = resolve(operand.of);
    return sized === undefined ? undefined : size(sized);
  };
  switch (condition.kind) {
    case 'and':
      return condition.parts.every((part) => holds(part, item, values));
    case 'or':
      return condition.parts.some((part) => holds(part, item, values));
    case 'not':
      return !holds(condition.part, item, values);
    case 'compare':
      return compares(condition.operator, condition.operands.map(resolve));
    case 'call':
      return calls(condition.name, condition.operands.map(resolve));
  }
}

/** The value at a path. */
export function at(item: Item | undefined, path: Path): Value | undefined {
  let value: Value | undefined = item && { M: item };
  for (const step of path) {
    const inner = (typeof step === 'number' ? value?.L : value?.M) as
      | Record<string | number, Value>
      | undefined;
    value = inner !== undefined && Object.hasOwn(inner, step) ? inner[step] : undefined;
  }
  return value;
}

/** A comparison with a missing attribute is false, but `<>` is true. */
function compares(operator: string, operands: (Value | undefined)[]): boolean {
  const [left, ...others] = operands;
  const same = (other: Value | undefined) => left !== undefined && other !== undefined && equal(left, other);
  const sort = (other: Value | undefined) => (left && other ? order(left, other) : undefined);
  const [first, second] = [sort(others[0]), sort(others[1])];
  switch (operator) {
    case '=':
      return same(others[0]);
    case '<>':
      return !same(others[0]);
    case 'IN':
      return others.some(same);
    case 'BETWEEN':
      return first !== undefined && second !== undefined && first >= 0 && second <= 0;
    case '<':
      return first !== undefined && first < 0;
    case '<=':
      return first !== undefined && first <= 0;
    case '>':
      return first !== undefined && first > 0;
    default:
      return first !== undefined && first >= 0;
  }
}

function calls(name: string, [subject, argument]: (Value | undefined)[]): boolean {
  switch (name) {
    case 'attribute_exists':
      return subject !== undefined;
    case 'attribute_not_exists':
      return subject === undefined;
    case 'attribute_type':
      return subject !== undefined && typeOf(subject) === argument?.S;
    case 'begins_with':
      return begins(subject, argument);
    default:
      return contains(subject, argument);
  }
}

function begins(subject: Value | undefined, start: Value | undefined): boolean {
  if (typeof subject?.S === 'string' && typeof start?.S === 'string') return subject.S.startsWith(start.S);
  if (typeof subject?.B !== 'string' || typeof start?.B !== 'string') return false;
  const [whole, head] = [Buffer.from(subject.B, 'base64'), Buffer.from(start.B, 'base64')];
  return whole.subarray(0, head.length).equals(head);
}

/** A part of a text or binary, an element of a set or list. */
function contains(subject: Value | undefined, wanted: Value | undefined): boolean {
  if (!subject || !wanted) return false;
  const type = typeOf(subject);
  const content = subject[type];
  if (type === 'S') return typeof wanted.S === 'string' && String(content).includes(wanted.S);
  if (type === 'B') {
    return (
      typeof wanted.B === 'string' && Buffer.from(String(content), 'base64').includes(wanted.B, 0, 'base64')
    );
  }
  if (!Array.isArray(content)) return false;
  const elements = type === 'L' ? content : content.map((text) => ({ [type.slice(0, 1)]: text }));
  return elements.some((element) => equal(element as Value, wanted));
}

function size(value: Value): Value | undefined {
  const type = typeOf(value);
  const content = value[type];
  if (type === 'S') return { N: String(String(content).length) };
  if (type === 'B') return { N: String(Buffer.from(String(content), 'base64').length) };
  if (typeof content !== 'object' || content === null) return undefined;
  return { N: String(Object.keys(content).length) };
}
