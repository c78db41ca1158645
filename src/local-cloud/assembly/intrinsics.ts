import { AssemblyError } from './assembly-error.ts';
import { substitute } from './substitute.ts';

/** What `AWS::NoValue` gives: the property or the list element is as if it were not there. */
export const noValue = Symbol('AWS::NoValue');

/** Where references of a template lead; one for each stack. */
export interface References {
  /** For error messages, for example `stack shop-orders-dev`. */
  place: string;
  region: string;
  ref(name: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  condition(name: string): boolean;
  mapping(map: string, first: string, second: string): unknown;
  importValue(name: string): unknown;
  stackOutput(stack: string, output: string, region: string | undefined): unknown;
  /** Replaces `{{resolve:...}}` in finished text. */
  dynamic(text: string): string;
  /** An intrinsic that is not evaluated; gives what stands in its place. */
  unsupported(name: string): unknown;
}

// The argument is what stands in the template: each intrinsic knows its own form.
// biome-ignore lint/suspicious/noExplicitAny: a union of all forms would say nothing more
type Evaluate = (argument: any, references: References) => unknown;

/** Resolves every intrinsic function in a piece of a template. */
export function evaluate(node: unknown, references: References): unknown {
  if (typeof node === 'string') return references.dynamic(node);
  if (Array.isArray(node)) {
    return node.map((item) => evaluate(item, references)).filter((item) => item !== noValue);
  }
  if (node === null || typeof node !== 'object') return node;
  const entries = Object.entries(node);
  const [only] = entries;
  if (entries.length === 1 && only && isIntrinsic(only[0])) {
    const intrinsic = intrinsics[only[0]];
    return intrinsic ? intrinsic(only[1], references) : references.unsupported(only[0]);
  }
  return Object.fromEntries(
    entries
      .map(([key, value]) => [key, evaluate(value, references)] as const)
      .filter(([, value]) => value !== noValue),
  );
}

/** Evaluates a condition: an intrinsic, or `{ Condition: name }`. */
export function isTrue(node: unknown, references: References): boolean {
  const name =
    node !== null && typeof node === 'object' ? (node as { Condition?: unknown }).Condition : undefined;
  if (typeof name === 'string') return references.condition(name);
  const value = evaluate(node, references);
  return value === true || value === 'true';
}

const isIntrinsic = (key: string) => key === 'Ref' || key.startsWith('Fn::');

const intrinsics: Record<string, Evaluate> = {
  Ref: (name, to) => (name === 'AWS::NoValue' ? noValue : to.ref(String(name))),
  'Fn::GetAtt': (argument, to) => {
    const [id, attribute] = typeof argument === 'string' ? splitOnce(argument, '.') : argument;
    return to.attribute(text(id, to), text(evaluate(attribute, to), to));
  },
  'Fn::Join': ([delimiter, list], to) =>
    to.dynamic(
      items(list, 'Fn::Join', to)
        .map((item) => text(item, to))
        .join(delimiter),
    ),
  'Fn::Sub': (argument, to) => {
    const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
    const values = evaluate(variables ?? {}, to) as Record<string, unknown>;
    return to.dynamic(
      substitute(String(template), (name) => {
        if (Object.hasOwn(values, name)) return text(values[name], to);
        const [id, attribute] = splitOnce(name, '.');
        return text(attribute === undefined ? to.ref(id) : to.attribute(id, attribute), to);
      }),
    );
  },
  'Fn::Select': ([index, list], to) => {
    const all = items(list, 'Fn::Select', to);
    const at = Number(evaluate(index, to));
    if (!(at in all)) {
      throw new AssemblyError(`Fn::Select in ${to.place} asks for item ${at} of a list of ${all.length}.`);
    }
    return all[at];
  },
  'Fn::Split': ([delimiter, source], to) => text(evaluate(source, to), to).split(delimiter),
  'Fn::If': ([condition, yes, no], to) => evaluate(to.condition(String(condition)) ? yes : no, to),
  'Fn::Equals': ([left, right], to) => {
    const [a, b] = [evaluate(left, to), evaluate(right, to)];
    return typeof a === 'object' || typeof b === 'object'
      ? JSON.stringify(a) === JSON.stringify(b)
      : String(a) === String(b);
  },
  'Fn::And': (conditions: unknown[], to) => conditions.every((condition) => isTrue(condition, to)),
  'Fn::Or': (conditions: unknown[], to) => conditions.some((condition) => isTrue(condition, to)),
  'Fn::Not': ([condition], to) => !isTrue(condition, to),
  'Fn::FindInMap': ([map, first, second, fallback], to) => {
    const keys = [map, first, second].map((key) => text(evaluate(key, to), to)) as [string, string, string];
    const found = to.mapping(...keys);
    if (found !== undefined) return evaluate(found, to);
    if (fallback && 'DefaultValue' in fallback) return evaluate(fallback.DefaultValue, to);
    throw new AssemblyError(`Fn::FindInMap in ${to.place} finds nothing for ${keys.join(', ')}.`);
  },
  'Fn::Base64': (value, to) => Buffer.from(text(evaluate(value, to), to)).toString('base64'),
  'Fn::GetAZs': (region, to) => {
    const name = text(evaluate(region, to), to) || to.region;
    return ['a', 'b', 'c'].map((zone) => name + zone);
  },
  'Fn::ImportValue': (name, to) => to.importValue(text(evaluate(name, to), to)),
  'Fn::GetStackOutput': (argument, to) => {
    const { StackName, OutputName, Region } = evaluate(argument, to) as Record<string, string>;
    return to.stackOutput(String(StackName), String(OutputName), Region);
  },
  'Fn::ToJsonString': (value, to) => JSON.stringify(evaluate(value, to)),
  'Fn::Length': (list, to) => items(list, 'Fn::Length', to).length,
};

function items(list: unknown, name: string, to: References): unknown[] {
  const value = evaluate(list, to);
  if (Array.isArray(value)) return value;
  // Lists from parameters and from custom resources may arrive as comma-delimited text.
  if (typeof value === 'string') return value.split(',');
  throw new AssemblyError(`${name} in ${to.place} needs a list.`);
}

function text(value: unknown, to: References): string {
  if (value !== null && typeof value === 'object') {
    throw new AssemblyError(
      `A list or an object stands where text is needed in ${to.place}: ${JSON.stringify(value).slice(0, 120)}.`,
    );
  }
  return value === noValue || value === undefined || value === null ? '' : String(value);
}

function splitOnce(value: string, delimiter: string): [string, string | undefined] {
  const at = value.indexOf(delimiter);
  return at < 0 ? [value, undefined] : [value.slice(0, at), value.slice(at + 1)];
}
