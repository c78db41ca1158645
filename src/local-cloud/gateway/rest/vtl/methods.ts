import { show } from './show.ts';

interface Call {
  property: string;
  context: unknown;
  params: unknown[];
}

/** Calls a method of a template's value: a function of `$input` or `$util`, or what Java has for texts, lists and maps. */
export function resolveMethod({ property, context, params }: Call): unknown {
  if (context === null || context === undefined) return undefined;
  const own =
    typeof context === 'object' && Object.hasOwn(context, property)
      ? (context as Record<string, unknown>)[property]
      : undefined;
  if (typeof own === 'function') return own(...params);
  const methods = Array.isArray(context)
    ? listMethods
    : typeof context === 'object'
      ? mapMethods
      : textMethods;
  const method = Object.hasOwn(methods, property) ? methods[property] : undefined;
  return method?.(context as never, ...(params as never[]));
}

type Methods = Readonly<Record<string, (value: never, ...params: never[]) => unknown>>;

/** A Java regular expression, as far as JavaScript reads it alike; one that it does not read matches nothing. */
function expression(source: string, flags = ''): RegExp {
  try {
    return new RegExp(source, flags);
  } catch {
    return /(?!)/;
  }
}

const text = (value: unknown): string => String(show(value));

/** `java.lang.String` and numbers. */
const textMethods: Methods = {
  charAt: (value: unknown, at: number) => text(value).charAt(at),
  concat: (value: unknown, more: unknown) => text(value) + text(more),
  contains: (value: unknown, part: unknown) => text(value).includes(text(part)),
  endsWith: (value: unknown, end: unknown) => text(value).endsWith(text(end)),
  equals: (value: unknown, other: unknown) => value === other || text(value) === text(other),
  equalsIgnoreCase: (value: unknown, other: unknown) =>
    text(value).toLowerCase() === text(other).toLowerCase(),
  indexOf: (value: unknown, part: unknown) => text(value).indexOf(text(part)),
  intValue: (value: unknown) => Math.trunc(Number(value)),
  isEmpty: (value: unknown) => text(value) === '',
  lastIndexOf: (value: unknown, part: unknown) => text(value).lastIndexOf(text(part)),
  length: (value: unknown) => text(value).length,
  matches: (value: unknown, source: string) => expression(`^(?:${source})$`).test(text(value)),
  replace: (value: unknown, from: unknown, to: unknown) => text(value).replaceAll(text(from), () => text(to)),
  replaceAll: (value: unknown, source: string, to: string) =>
    text(value).replace(expression(source, 'g'), replacement(to)),
  replaceFirst: (value: unknown, source: string, to: string) =>
    text(value).replace(expression(source), replacement(to)),
  split: (value: unknown, source: string) => withoutEmptyEnd(text(value).split(expression(source))),
  startsWith: (value: unknown, start: unknown) => text(value).startsWith(text(start)),
  substring: (value: unknown, from: number, to?: number) => text(value).substring(from, to),
  toLowerCase: (value: unknown) => text(value).toLowerCase(),
  toString: (value: unknown) => text(value),
  toUpperCase: (value: unknown) => text(value).toUpperCase(),
  trim: (value: unknown) => text(value).trim(),
};

/** `java.util.List`. */
const listMethods: Methods = {
  add: (list: unknown[], ...params: unknown[]) => {
    if (params.length === 2) list.splice(Number(params[0]), 0, params[1]);
    else list.push(params[0]);
    return params.length === 2 ? undefined : true;
  },
  addAll: (list: unknown[], more: unknown[]) => list.push(...more) > 0,
  contains: (list: unknown[], item: unknown) => list.includes(item),
  get: (list: unknown[], at: number) => list[at],
  indexOf: (list: unknown[], item: unknown) => list.indexOf(item),
  isEmpty: (list: unknown[]) => list.length === 0,
  remove: (list: unknown[], at: unknown) => list.splice(typeof at === 'number' ? at : list.indexOf(at), 1)[0],
  set: (list: unknown[], at: number, item: unknown) => list.splice(at, 1, item)[0],
  size: (list: unknown[]) => list.length,
  subList: (list: unknown[], from: number, to: number) => list.slice(from, to),
  toString: (list: unknown[]) => show(list),
};

type JavaMap = Record<string, unknown>;

/** `java.util.Map`. */
const mapMethods: Methods = {
  containsKey: (map: JavaMap, key: string) => Object.hasOwn(map, key),
  containsValue: (map: JavaMap, value: unknown) => Object.values(map).includes(value),
  entrySet: (map: JavaMap) =>
    Object.entries(map).map(([key, value]) => ({ key, value, getKey: () => key, getValue: () => value })),
  get: (map: JavaMap, key: string) => (key === '__proto__' ? undefined : map[key]),
  isEmpty: (map: JavaMap) => Object.keys(map).length === 0,
  keySet: (map: JavaMap) => Object.keys(map),
  put: (map: JavaMap, key: string, value: unknown) => {
    const before = Object.hasOwn(map, key) ? map[key] : undefined;
    if (key !== '__proto__') map[key] = value;
    return before;
  },
  putAll: (map: JavaMap, more: JavaMap) => void Object.assign(map, more),
  remove: (map: JavaMap, key: string) => {
    const before = map[key];
    delete map[key];
    return before;
  },
  size: (map: JavaMap) => Object.keys(map).length,
  toString: (map: JavaMap) => show(map),
  values: (map: JavaMap) => Object.values(map),
};

/** Java writes a group as `$1` too, and a backslash before what it takes literally. */
const replacement = (to: string): string =>
  text(to).replace(/\\(.)/g, (_, character: string) => (character === '$' ? '$$$$' : character));

/** Java leaves empty texts at the end of a split out. */
function withoutEmptyEnd(parts: string[]): string[] {
  let end = parts.length;
  while (end > 1 && parts[end - 1] === '') end--;
  return parts.slice(0, end);
}
