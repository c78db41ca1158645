import { matches, matchesArn } from './wildcard.ts';

/** Values of condition keys by lower-case key; absent keys are not in the request. */
export type RequestContext = Readonly<Record<string, string | string[] | undefined>>;

type Compare = (wanted: string, given: string) => boolean;

const numeric =
  (compare: (a: number, b: number) => boolean): Compare =>
  (wanted, given) =>
    compare(Number(given), Number(wanted));
const dated =
  (compare: (a: number, b: number) => boolean): Compare =>
  (wanted, given) =>
    compare(Date.parse(given), Date.parse(wanted));

/** The operators of the IAM user guide ("IAM JSON policy elements: Condition operators"), positive forms. */
const positive: Record<string, Compare> = {
  StringEquals: (wanted, given) => wanted === given,
  StringEqualsIgnoreCase: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
  StringLike: (wanted, given) => matches(wanted, given),
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
  NumericEquals: numeric((a, b) => a === b),
  NumericLessThan: numeric((a, b) => a < b),
  NumericLessThanEquals: numeric((a, b) => a <= b),
  NumericGreaterThan: numeric((a, b) => a > b),
  NumericGreaterThanEquals: numeric((a, b) => a >= b),
  DateEquals: dated((a, b) => a === b),
  DateLessThan: dated((a, b) => a < b),
  DateLessThanEquals: dated((a, b) => a <= b),
  DateGreaterThan: dated((a, b) => a > b),
  DateGreaterThanEquals: dated((a, b) => a >= b),
  IpAddress: inRange,
};

/** Negative operators and the positive ones that they deny. */
const negative: Record<string, string> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
};

/** True when the operator is one that `holds` can evaluate. */
export function knownOperator(operator: string): boolean {
  const { base } = dissect(operator);
  return base === 'Null' || base in positive || base in negative;
}

/** True when every operator and key of a condition block holds. An unknown operator never holds. */
export function holds(
  conditions: Record<string, Record<string, string[]>>,
  context: RequestContext,
): boolean {
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holdsOne(operator, key, wanted, context)),
  );
}

function holdsOne(operator: string, key: string, wanted: string[], context: RequestContext): boolean {
  const { base, set, ifExists } = dissect(operator);
  const value = context[key.toLowerCase()];
  if (base === 'Null') return wanted.some((text) => (text === 'true') === (value === undefined));
  const denied = negative[base];
  const compare = positive[denied ?? base];
  if (!compare) return false;
  // Of an absent key no value can hold, not even one that is unlike another (IAM user guide, "Multivalued context keys").
  if (value === undefined)
    return ifExists || set === 'ForAllValues' || (denied !== undefined && set !== 'ForAnyValue');
  const given = typeof value === 'string' ? [value] : value;
  const one = (item: string) => {
    const any = wanted.some((text) => compare(text, item));
    return denied === undefined ? any : !any;
  };
  if (set === 'ForAllValues') return given.every(one);
  // Without a set operator a negative comparison of several values has to hold for each of them.
  return denied === undefined || set === 'ForAnyValue' ? given.some(one) : given.every(one);
}

function dissect(operator: string): { base: string; set?: string; ifExists: boolean } {
  const [first, second] = operator.split(':');
  const set = second === undefined ? undefined : first;
  const name = second ?? first!;
  const ifExists = name.endsWith('IfExists');
  return { base: ifExists ? name.slice(0, -'IfExists'.length) : name, set, ifExists };
}

/** IPv4 CIDR membership; anything else is compared as text. */
function inRange(range: string, address: string): boolean {
  const [network = '', bits = '32'] = range.split('/');
  const wanted = ipv4(network);
  const given = ipv4(address);
  if (wanted === undefined || given === undefined) return network === address;
  const shift = 2 ** (32 - Number(bits));
  return Math.floor(wanted / shift) === Math.floor(given / shift);
}

function ipv4(address: string): number | undefined {
  const parts = address.split('.').map(Number);
  const good =
    parts.length === 4 && parts.every((part) => Number.isInteger(part) && part >= 0 && part <= 255);
  return good ? parts.reduce((sum, part) => sum * 256 + part, 0) : undefined;
}
