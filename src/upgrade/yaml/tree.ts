import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  parseAllDocuments,
} from 'yaml';
import { arrayOf, objectOf, type Property, type ScalarValue, type Value } from '../json/tree.ts';
import { maxDepth, nestsTooDeep } from '../nesting.ts';

/** The values of the documents of a YAML text, or undefined for broken text and for what has no counterpart in JSON. */
export function parseYaml(text: string): Value | undefined {
  if (nestsTooDeep(text)) return undefined;
  const parsed = parseAllDocuments(text, {
    keepSourceTokens: false,
    prettyErrors: false,
    // toValue refuses repeated keys itself, without comparing each with each.
    uniqueKeys: false,
    logLevel: 'silent',
  });
  const documents: readonly Document[] = Array.isArray(parsed) ? parsed : [];
  if (documents.some(({ errors }) => errors.length > 0)) return undefined;
  const values = documents.map(({ contents }) => toValue(contents as ParsedNode | null, 0));
  if (!values.every((value) => value !== undefined)) return undefined;
  // Several documents in one file merge one by one, by their position.
  const numbered = values.map((value, index): [string, Property] => [String(index), { value, start: 0 }]);
  return values.length === 1 ? values[0] : objectOf(new Map(numbered));
}

function toValue(node: ParsedNode | Alias | null | undefined, depth: number): Value | undefined {
  if (depth > maxDepth) return undefined;
  if (node === null || node === undefined) return scalar('null');
  if (isAlias(node)) return scalar(`*${node.source}`);
  // A tag or an anchor is part of the meaning: with another one the value is another.
  const mark = `${node.anchor ? `&${node.anchor} ` : ''}${node.tag && isOwnTag(node.tag) ? `${node.tag} ` : ''}`;
  if (isScalar(node)) {
    const { value, source } = node;
    return typeof value === 'string' ? scalar(mark + JSON.stringify(value), value) : scalar(mark + source);
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => toValue(item as ParsedNode, depth + 1));
    return items.every((item) => item !== undefined) ? marked(mark, arrayOf(items)) : undefined;
  }
  if (!isMap(node)) return undefined;
  const properties = new Map<string, Property>();
  for (const { key, value } of node.items) {
    if (!isScalar(key)) return undefined;
    const content = toValue(value as ParsedNode | null, depth + 1);
    if (!content || properties.has(String(key.value))) return undefined;
    properties.set(String(key.value), { value: content, start: 0 });
  }
  return marked(mark, objectOf(properties));
}

/** A marked collection is atomic: merging its members could not carry the mark along. */
function marked(mark: string, value: Value): Value {
  return mark === '' ? value : scalar(mark + value.canonical);
}

function scalar(canonical: string, string?: string): ScalarValue {
  return { type: 'scalar', string, canonical, start: 0, end: 0, text: '' };
}

function isOwnTag(tag: string): boolean {
  return !tag.startsWith('tag:yaml.org,2002:');
}
