/**
 * EventBridge event patterns, as rules and Lambda filter criteria use them: an event matches when every field of the
 * pattern does, and a field matches when one of its listed alternatives does
 * (EventBridge user guide, "Creating event patterns" and "Comparison operators"; aws/event-ruler README; 2026).
 *
 * One difference from AWS: numbers are compared by value, so that `300` matches `300.0`; EventBridge compares their text.
 */
import {
  compileAlternative,
  InvalidPatternError,
  isObject,
  type ValueTest,
} from './event-pattern-operators.ts';

export { InvalidPatternError } from './event-pattern-operators.ts';

/** True when the event matches. The event is parsed JSON of any shape. */
export type EventMatcher = (event: unknown) => boolean;

/** `root` is the whole event: the absence of a field is judged over all elements of the arrays on its path. */
type NodeTest = (value: unknown, root: unknown) => boolean;

/** Keys that keep `$or` an ordinary field name (event-ruler, "The $or Primitive"). */
const operators = new Set([
  'exactly',
  'prefix',
  'suffix',
  'equals-ignore-case',
  'wildcard',
  'anything-but',
  'numeric',
  'cidr',
  'exists',
]);

/**
 * Compiles a pattern, given parsed or as JSON text. Throws `InvalidPatternError`, whose message says what is wrong
 * and at which field.
 */
export function compilePattern(pattern: unknown): EventMatcher {
  const parsed = typeof pattern === 'string' ? parse(pattern) : pattern;
  if (!isObject(parsed)) throw new InvalidPatternError('An event pattern must be a JSON object.');
  const test = compileObject(parsed, []);
  return (event) => test(event, event);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidPatternError('The event pattern is not valid JSON.');
  }
}

function compileObject(pattern: Record<string, unknown>, path: string[]): NodeTest {
  const keys = Object.keys(pattern);
  if (keys.length === 0) {
    throw new InvalidPatternError(`${name(path)} is an empty object: list at least one field.`);
  }
  const fields = keys.map((key) => compileField(key, pattern[key], path));
  return (value, root) => elements(value).some((element) => fields.every((field) => field(element, root)));
}

function compileField(key: string, pattern: unknown, path: string[]): NodeTest {
  if (key === '$or' && isOr(pattern)) {
    const alternatives = pattern.map((alternative) => compileObject(alternative, path));
    return (value, root) => alternatives.some((alternative) => alternative(value, root));
  }
  const here = [...path, key];
  const test = isObject(pattern) ? compileObject(pattern, here) : compileLeaf(pattern, here);
  return (value, root) => test(property(value, key), root);
}

function compileLeaf(pattern: unknown, path: string[]): NodeTest {
  if (!Array.isArray(pattern)) {
    throw new InvalidPatternError(`${name(path)} must be an object or an array of values.`);
  }
  if (pattern.length === 0)
    throw new InvalidPatternError(`${name(path)} is an empty array: list at least one value.`);
  const absent = pattern.some((each) => isObject(each) && each.exists === false);
  const tests: ValueTest[] = pattern.map((each) => compileAlternative(each, name(path)));
  return (value, root) =>
    leaves(value).some((leaf) => tests.some((test) => test(leaf))) || (absent && !hasLeaf(root, path));
}

function isOr(pattern: unknown): pattern is Record<string, unknown>[] {
  return (
    Array.isArray(pattern) &&
    pattern.length >= 2 &&
    pattern.every((each) => isObject(each) && !Object.keys(each).some((key) => operators.has(key)))
  );
}

/** The objects that a nested pattern is tried on; a missing one counts as empty, so that `exists: false` can hold. */
function elements(value: unknown): unknown[] {
  if (!Array.isArray(value)) return [isObject(value) ? value : {}];
  const objects = value.flat(Number.POSITIVE_INFINITY).filter(isObject);
  return objects.length > 0 ? objects : [{}];
}

/** The plain values of a field: itself, or those of its array. */
function leaves(value: unknown): unknown[] {
  const values = Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value];
  return values.filter((each) => each !== undefined && !isObject(each));
}

function hasLeaf(value: unknown, path: string[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return leaves(value).length > 0;
  return elements(value).some((element) => hasLeaf(property(element, key), rest));
}

function property(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function name(path: string[]): string {
  return path.length > 0 ? `"${path.join('.')}"` : 'The event pattern';
}
