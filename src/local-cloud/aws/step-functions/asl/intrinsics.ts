import { createHash, randomUUID } from 'node:crypto';
import { Failure } from './failure.ts';

/** The functions of the States Language (developer guide, "Intrinsic functions", 2026). */
const functions: Record<string, (...given: never[]) => unknown> = {
  Array: (...items: unknown[]) => items,
  ArrayPartition: (list: unknown[], size: number) =>
    Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size)),
  ArrayContains: (list: unknown[], value: unknown) =>
    list.some((each) => JSON.stringify(each) === JSON.stringify(value)),
  ArrayRange: (first: number, last: number, step: number) =>
    Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, at) => first + at * step),
  ArrayGetItem: (list: unknown[], at: number) => list[at],
  ArrayLength: (list: unknown[]) => list.length,
  ArrayUnique: (list: unknown[]) => [...new Map(list.map((each) => [JSON.stringify(each), each])).values()],
  Base64Encode: (text: string) => Buffer.from(text).toString('base64'),
  Base64Decode: (text: string) => Buffer.from(text, 'base64').toString(),
  Format: (text: string, ...values: unknown[]) => {
    const parts = text.split('{}');
    if (parts.length !== values.length + 1) throw new Error('there are not as many values as {}');
    return parts.map((part, at) => (at === 0 ? part : shown(values[at - 1]) + part)).join('');
  },
  Hash: (value: unknown, algorithm: string) =>
    createHash(algorithm.replace('SHA-', 'sha').toLowerCase()).update(shown(value)).digest('hex'),
  JsonMerge: (one: object, other: object, deep: boolean) => {
    if (deep) throw new Error('only shallow merging is there');
    return { ...one, ...other };
  },
  JsonToString: (value: unknown) => JSON.stringify(value),
  StringToJson: (text: string) => JSON.parse(text),
  MathAdd: (one: number, other: number) => Math.round(one) + Math.round(other),
  MathRandom: (first: number, end: number) => first + Math.floor(Math.random() * (end - first)),
  StringSplit: (text: string, delimiters: string) =>
    text.split(new RegExp(`[${delimiters.replace(/[\\\]^-]/g, '\\$&')}]`)),
  UUID: () => randomUUID(),
};

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Names of functions in a text that none of those here is. */
export function unknownFunctions(text: string): string[] {
  const bare = text.replace(/'(?:[^'\\]|\\.)*'/g, "''");
  return [...bare.matchAll(/States\.(\w+)\(/g)]
    .map(([, name]) => name!)
    .filter((name) => !(name in functions));
}

/** The value of `States.<name>(...)`: arguments are texts in single quotes, numbers, paths and further calls. */
export function evaluate(text: string, at: (path: string) => unknown): unknown {
  const reader = { text, position: 0 };
  try {
    const value = argument(reader, at);
    if (reader.position < text.length) throw new Error(`there is more than a call: ${text}`);
    return value;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('States.IntrinsicFailure', `${text}: ${(error as Error).message}`);
  }
}

interface Reader {
  text: string;
  position: number;
}

function take(reader: Reader, pattern: RegExp): string | undefined {
  const sticky = new RegExp(pattern.source, 'y');
  sticky.lastIndex = reader.position;
  const [found] = sticky.exec(reader.text) ?? [];
  if (found !== undefined) reader.position += found.length;
  return found;
}

function argument(reader: Reader, at: (path: string) => unknown): unknown {
  const quoted = take(reader, /'(?:[^'\\]|\\.)*'/);
  if (quoted !== undefined) return quoted.slice(1, -1).replace(/\\(.)/g, '$1');
  const path = take(reader, /\$(?:[^,()[\]\s]|\[[^\]]*\])*/);
  if (path !== undefined) return at(path);
  const word = take(reader, /-?\d+(?:\.\d+)?|true|false|null/);
  if (word !== undefined) return JSON.parse(word);
  const called = take(reader, /States\.\w+\(/)?.slice('States.'.length, -1);
  const run = called === undefined ? undefined : functions[called];
  if (!run) throw new Error(`${reader.text.slice(reader.position)} is neither a value nor a function`);
  const given: unknown[] = [];
  take(reader, /\s*/);
  while (take(reader, /\)/) === undefined) {
    given.push(argument(reader, at));
    take(reader, /\s*,?\s*/);
    if (reader.position >= reader.text.length) throw new Error('a bracket is not closed');
  }
  return run(...(given as never[]));
}
