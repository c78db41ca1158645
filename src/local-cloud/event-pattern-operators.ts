/** The comparison operators of EventBridge event patterns, each compiled to a test of one plain value. */
import { BlockList, isIP } from 'node:net';

export type ValueTest = (value: unknown) => boolean;

/** A pattern that AWS would refuse with `InvalidEventPatternException` or `InvalidParameterValueException`. */
export class InvalidPatternError extends Error {
  override readonly name = 'InvalidPatternError';
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Compiles one entry of a field's list: a plain value, or an object with one operator. */
export function compileAlternative(entry: unknown, field: string): ValueTest {
  if (Array.isArray(entry)) throw new InvalidPatternError(`${field} holds an array inside an array.`);
  if (!isObject(entry)) return (value) => value === entry;
  const [operator, ...others] = Object.keys(entry);
  if (operator === undefined || others.length > 0) {
    throw new InvalidPatternError(`${field} needs exactly one operator in each object of its list.`);
  }
  const operand = entry[operator];
  switch (operator) {
    case 'anything-but':
      return anythingBut(operand, field);
    case 'exists':
      if (typeof operand !== 'boolean')
        throw new InvalidPatternError(`exists of ${field} must be true or false.`);
      return () => operand;
    case 'numeric':
      return numeric(operand, field);
    case 'cidr':
      return cidr(operand, field);
    default:
      return stringOperator(operator, operand, field);
  }
}

function stringOperator(operator: string, operand: unknown, field: string): ValueTest {
  switch (operator) {
    case 'exactly':
      return onString(operand, field, operator, (value, wanted) => value === wanted);
    case 'equals-ignore-case':
      return onString(operand, field, operator, (value, wanted) => fold(value) === fold(wanted));
    case 'prefix':
    case 'suffix': {
      const holds = (value: string, wanted: string) =>
        operator === 'prefix' ? value.startsWith(wanted) : value.endsWith(wanted);
      if (!isObject(operand)) return onString(operand, field, operator, holds);
      return onString(operand['equals-ignore-case'], field, operator, (value, wanted) =>
        holds(fold(value), fold(wanted)),
      );
    }
    case 'wildcard': {
      const match = wildcard(operand, field);
      return (value) => typeof value === 'string' && match(value);
    }
    default:
      throw new InvalidPatternError(`${field} uses the unknown operator "${operator}".`);
  }
}

function onString(
  operand: unknown,
  field: string,
  operator: string,
  holds: (value: string, wanted: string) => boolean,
): ValueTest {
  if (typeof operand !== 'string') throw new InvalidPatternError(`${operator} of ${field} must be a string.`);
  return (value) => typeof value === 'string' && holds(value, operand);
}

function fold(text: string): string {
  return text.toLowerCase();
}

/** A value, a list of values, or a list under `prefix`, `suffix`, `equals-ignore-case` or `wildcard`. */
function anythingBut(operand: unknown, field: string): ValueTest {
  if (isObject(operand)) {
    const [operator, ...others] = Object.keys(operand);
    if (operator === undefined || others.length > 0) {
      throw new InvalidPatternError(`anything-but of ${field} needs exactly one operator.`);
    }
    const refused = list(operand[operator], field).map((each) => stringOperator(operator, each, field));
    return (value) => !refused.some((test) => test(value));
  }
  const refused = list(operand, field);
  const kinds = new Set(refused.map((each) => typeof each));
  if (kinds.size !== 1 || !(kinds.has('string') || kinds.has('number'))) {
    throw new InvalidPatternError(`anything-but of ${field} must list only strings or only numbers.`);
  }
  return (value) => !refused.includes(value);
}

function list(operand: unknown, field: string): unknown[] {
  const values = Array.isArray(operand) ? operand : [operand];
  if (values.length === 0) throw new InvalidPatternError(`anything-but of ${field} is an empty list.`);
  return values;
}

const comparisons: Record<string, (value: number, bound: number) => boolean> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** Bounds lie within -5e9 and 5e9 (EventBridge user guide, "Numeric matching", 2026). */
function numeric(operand: unknown, field: string): ValueTest {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) {
    throw new InvalidPatternError(`numeric of ${field} must list one or two pairs of operator and number.`);
  }
  const tests: ((value: number) => boolean)[] = [];
  for (let at = 0; at < operand.length; at += 2) {
    const [operator, bound] = [operand[at], operand[at + 1]];
    const compare =
      typeof operator === 'string' && Object.hasOwn(comparisons, operator)
        ? comparisons[operator]
        : undefined;
    if (!compare || typeof bound !== 'number' || Math.abs(bound) > 5e9) {
      throw new InvalidPatternError(
        `numeric of ${field} must pair =, <, <=, > or >= with a number from -5e9 to 5e9.`,
      );
    }
    tests.push((value) => compare(value, bound));
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

function cidr(operand: unknown, field: string): ValueTest {
  const [address = '', bits = '', ...others] = typeof operand === 'string' ? operand.split('/') : [];
  const version = isIP(address);
  const width = Number(bits);
  if (version === 0 || others.length > 0 || !/^\d+$/.test(bits) || width > (version === 4 ? 32 : 128)) {
    throw new InvalidPatternError(`cidr of ${field} must be an address range such as "10.0.0.0/24".`);
  }
  const block = new BlockList();
  block.addSubnet(address, width, version === 4 ? 'ipv4' : 'ipv6');
  return (value) =>
    typeof value === 'string' &&
    isIP(value) === version &&
    block.check(value, version === 4 ? 'ipv4' : 'ipv6');
}

/** `*` stands for any run of characters; `\*` and `\\` for themselves. Linear in the value's length per literal. */
function wildcard(operand: unknown, field: string): (value: string) => boolean {
  if (typeof operand !== 'string') throw new InvalidPatternError(`wildcard of ${field} must be a string.`);
  const literals = [''];
  for (let at = 0; at < operand.length; at++) {
    const character = operand[at]!;
    if (character === '*') {
      if (operand[at + 1] === '*') throw new InvalidPatternError(`wildcard of ${field} has two * in a row.`);
      literals.push('');
    } else if (character === '\\') {
      const escaped = operand[++at];
      if (escaped !== '*' && escaped !== '\\') {
        throw new InvalidPatternError(`wildcard of ${field} may escape only * and \\.`);
      }
      literals[literals.length - 1] += escaped;
    } else literals[literals.length - 1] += character;
  }
  const [first = '', ...rest] = literals;
  const last = rest.pop();
  return (value) => {
    if (last === undefined) return value === first;
    if (!value.startsWith(first) || !value.endsWith(last)) return false;
    let position = first.length;
    for (const literal of rest) {
      const found = value.indexOf(literal, position);
      if (found < 0) return false;
      position = found + literal.length;
    }
    return position <= value.length - last.length;
  };
}
