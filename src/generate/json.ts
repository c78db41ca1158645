export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Deep merge of JSON documents of one path. Lists are joined without duplicates; two different scalars are an error. */
export function mergeJson(documents: { layer: string; value: Json }[], pointer = ''): Json {
  const [first, ...rest] = documents;
  if (!first || rest.length === 0) return first?.value ?? null;
  if (documents.every(({ value }) => isObject(value))) {
    const keys = [...new Set(documents.flatMap(({ value }) => Object.keys(value as JsonObject)))];
    const entries = keys.map((key) => {
      const having = documents.filter(({ value }) => Object.hasOwn(value as JsonObject, key));
      const inner = having.map(({ layer, value }) => ({ layer, value: (value as JsonObject)[key]! }));
      return [key, mergeJson(inner, `${pointer}/${key}`)] as const;
    });
    return Object.fromEntries(entries);
  }
  if (documents.every(({ value }) => Array.isArray(value))) {
    const items = documents.flatMap(({ value }) => value as Json[]);
    const seen = new Map(items.map((item) => [JSON.stringify(item), item]));
    return [...seen.values()];
  }
  const different = rest.find(({ value }) => JSON.stringify(value) !== JSON.stringify(first.value));
  if (different) {
    throw new Error(
      `${pointer} is ${JSON.stringify(first.value)} in ${first.layer} and another value in ${different.layer}`,
    );
  }
  return first.value;
}

const manifestOrder = [
  'name',
  'version',
  'private',
  'description',
  'license',
  'type',
  'packageManager',
  'engines',
  'exports',
  'workspaces',
  'scripts',
  'dependencies',
  'devDependencies',
  'overrides',
  'allowScripts',
  'trustedDependencies',
];
const scriptOrder = [
  'dev',
  'build',
  'test',
  'test:packages',
  'test:together',
  'lint',
  'format',
  'typecheck',
  'synth',
  'diff',
  'deploy',
  'destroy',
];
const sortedBlocks = ['dependencies', 'devDependencies', 'overrides', 'allowScripts'];

/** A package.json with its keys, scripts and dependencies in the order that a reader expects. */
export function arrangeManifest(manifest: JsonObject): JsonObject {
  const arranged = inOrder(manifest, manifestOrder);
  if (isObject(arranged.scripts)) arranged.scripts = inOrder(arranged.scripts, scriptOrder);
  for (const block of sortedBlocks) {
    if (isObject(arranged[block])) arranged[block] = inOrder(arranged[block], []);
  }
  return arranged;
}

/** Keys in the given order first, the others sorted after them. */
function inOrder(object: JsonObject, order: readonly string[]): JsonObject {
  const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  const keys = Object.keys(object).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return Object.fromEntries(keys.map((key) => [key, object[key]!]));
}

/** JSON text as Biome formats it: package.json fully expanded as npm writes it, short lists on one line elsewhere. */
export function serialise(value: Json, path: string, lineWidth = 110): string {
  if (path.split('/').at(-1) === 'package.json') return `${JSON.stringify(value, null, 2)}\n`;
  return `${write(value, '', 0, lineWidth)}\n`;
}

function write(value: Json, indent: string, used: number, lineWidth: number): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    const flat = `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
    const scalars = value.every((item) => item === null || typeof item !== 'object');
    if (scalars && indent.length + used + flat.length < lineWidth) return flat;
    return `[\n${value.map((item) => inner + write(item, inner, 0, lineWidth)).join(',\n')}\n${indent}]`;
  }
  const keys = Object.keys(value);
  if (keys.length === 0) return '{}';
  const lines = keys.map((key) => {
    const head = `${JSON.stringify(key)}: `;
    return inner + head + write(value[key]!, inner, head.length, lineWidth);
  });
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
