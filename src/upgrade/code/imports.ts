import type { Clash } from '../lines/chunks.ts';
import { type ImportStatement, parseImport } from './import-statement.ts';

interface Entry {
  text: string;
  statement: ImportStatement;
}

const lineWidth = 110;

/**
 * Settles a clash that consists of import statements alone: imports that both sides added are all kept, and names that
 * both added to one statement are joined. Undefined when it is anything else, or the two sides contradict each other.
 */
export function mergeImports({ base, yours, next }: Clash): string[] | undefined {
  const before = entriesOf(base);
  const ours = entriesOf(yours);
  const theirs = entriesOf(next);
  if (!before || !ours || !theirs) return undefined;
  const merged: string[] = [];
  for (const id of new Set([...ours.keys(), ...theirs.keys()])) {
    const outcome = mergeEntry(before.get(id), ours.get(id), theirs.get(id));
    if (outcome === undefined) return undefined;
    if (outcome !== '') merged.push(outcome);
  }
  return merged;
}

/** Statements by module and form, or undefined when the items are not all imports, or one form occurs twice. */
function entriesOf(items: readonly string[]): Map<string, Entry> | undefined {
  const entries = new Map<string, Entry>();
  for (const text of items) {
    if (text.trim() === '') continue;
    const statement = parseImport(text);
    if (!statement) return undefined;
    const { module, typeOnly, namespace, names } = statement;
    const id = [module, typeOnly, namespace !== undefined, names !== undefined].join(' ');
    if (entries.has(id)) return undefined;
    entries.set(id, { text, statement });
  }
  return entries;
}

/** The text of the merged statement, empty when it goes, undefined when the sides contradict each other. */
function mergeEntry(base?: Entry, yours?: Entry, next?: Entry): string | undefined {
  if (same(yours, base)) return next?.text ?? '';
  if (same(next, base)) return yours?.text ?? '';
  if (same(yours, next)) return yours!.text;
  if (!yours || !next || !yours.statement.names || !next.statement.names) return undefined;
  const { defaultName, namespace } = yours.statement;
  if (defaultName !== next.statement.defaultName || namespace !== next.statement.namespace) return undefined;
  return withNames(
    yours,
    mergeNames(base?.statement.names ?? [], yours.statement.names, next.statement.names),
  );
}

function same(a: Entry | undefined, b: Entry | undefined): boolean {
  if (!a || !b) return a === b;
  const key = ({ statement }: Entry) => JSON.stringify({ ...statement, names: statement.names?.toSorted() });
  return key(a) === key(b);
}

function mergeNames(base: string[], yours: string[], next: string[]): string[] {
  const kept = yours.filter((name) => next.includes(name) || !base.includes(name));
  const added = next.filter((name) => !yours.includes(name) && !base.includes(name));
  const sorted = isSorted(yours);
  const merged = [...kept, ...added];
  return sorted ? merged.sort(byName) : merged;
}

const bare = (name: string) => name.replace(/^type /, '');
const byName = (a: string, b: string) => {
  const [x, y] = [bare(a).toLowerCase(), bare(b).toLowerCase()];
  return x < y ? -1 : x > y ? 1 : bare(a) < bare(b) ? -1 : 1;
};

function isSorted(names: readonly string[]): boolean {
  return names.every((name, index) => index === 0 || byName(names[index - 1]!, name) < 0);
}

/** Your statement with other names between its braces, on one line if it was on one and they fit. */
function withNames({ text }: Entry, names: readonly string[]): string {
  const open = text.indexOf('{');
  const close = text.lastIndexOf('}');
  const inside = text.slice(open + 1, close);
  const flat = `${text.slice(0, open)}{ ${names.join(', ')} }${text.slice(close + 1)}`;
  if (!inside.includes('\n') && flat.length <= lineWidth) return flat;
  const indent = /\n([ \t]+)/.exec(inside)?.[1] ?? '  ';
  const list = names.map((name) => `${indent}${name},\n`).join('');
  return `${text.slice(0, open)}{\n${list}${text.slice(close)}`;
}
