import { applyEdits, type Edit } from 'jsonc-parser';
import { indentAt, lineEndAfter, lineStartBefore, skipTrivia } from './layout.ts';
import { canonicalOf, type Merged } from './merge-values.ts';
import { type Documents, print } from './print.ts';
import type { ObjectValue } from './tree.ts';

type MergedObject = Extract<Merged, { take: 'object' }>;

/** Where a property of yours stands: from its key to its value's end, and the comma after it, if there is one. */
interface Place {
  key: string;
  start: number;
  end: number;
  comma?: number;
}

/** The text of your object with the merged properties: edits on your text, which keep its order and comments. */
export function printObject(merged: MergedObject, indent: string, documents: Documents): string {
  const { yours, entries } = merged;
  const places = placesOf(yours, documents.yours);
  const added = additionsAfter(merged);
  if (places.length === 0) return printIntoEmpty(merged, indent, documents);
  const multiline = documents.yours.slice(yours.start, places[0]!.start).includes('\n');
  const inner = multiline ? indentAt(documents.yours, places[0]!.start) : indent;
  const order = ['', ...yours.properties.keys()].flatMap((key) => [
    ...(entries.has(key) && key !== '' ? [key] : []),
    ...(added.get(key === '' ? undefined : key) ?? []),
  ]);
  const trailing = places.at(-1)!.comma !== undefined;
  const needsComma = (key: string) => trailing || order.at(-1) !== key;
  const property = (key: string) =>
    `${JSON.stringify(key)}: ${print(entries.get(key)!, inner, documents)}${needsComma(key) ? ',' : ''}`;
  const edits: Edit[] = [];
  const insert = (after: string | undefined, offset: number) => {
    const keys = added.get(after) ?? [];
    if (keys.length === 0) return;
    const atLineEnd = multiline ? lineEndAfter(documents.yours, offset) : undefined;
    const separator = atLineEnd === undefined ? ' ' : `\n${inner}`;
    const content = keys.map((key) => separator + property(key)).join('');
    edits.push({ offset: atLineEnd ?? offset, length: 0, content });
  };
  insert(undefined, yours.start + 1);
  for (const place of places) {
    const entry = entries.get(place.key);
    const value = yours.properties.get(place.key)!.value;
    if (!entry) {
      edits.push(removal(place, documents.yours));
      continue;
    }
    if (canonicalOf(entry) !== value.canonical) {
      edits.push({
        offset: value.start,
        length: value.end - value.start,
        content: print(entry, inner, documents),
      });
    }
    if (place.comma === undefined && needsComma(place.key))
      edits.push({ offset: place.end, length: 0, content: ',' });
    if (place.comma !== undefined && !needsComma(place.key))
      edits.push({ offset: place.comma, length: 1, content: '' });
    insert(place.key, place.comma === undefined ? place.end : place.comma + 1);
  }
  const shifted = edits.map((edit) => ({ ...edit, offset: edit.offset - yours.start }));
  const text = applyEdits(yours.text, shifted);
  return /^\{\s*\}$/.test(text) ? '{}' : text;
}

function placesOf(yours: ObjectValue, document: string): Place[] {
  return [...yours.properties].map(([key, { start, value }]) => {
    const after = skipTrivia(document, value.end);
    return { key, start, end: value.end, comma: document[after] === ',' ? after : undefined };
  });
}

/** The keys that only the template has, by the key of yours that each comes after; undefined for the beginning. */
function additionsAfter({ yours, next, entries }: MergedObject): Map<string | undefined, string[]> {
  const additions = new Map<string | undefined, string[]>();
  let after: string | undefined;
  for (const key of next.properties.keys()) {
    if (!entries.has(key)) continue;
    if (yours.properties.has(key)) after = key;
    else additions.set(after, [...(additions.get(after) ?? []), key]);
  }
  return additions;
}

/** Takes away a property with its line when it has one to itself, with the comma after it otherwise. */
function removal({ start, end, comma }: Place, document: string): Edit {
  const after = comma === undefined ? end : comma + 1;
  const lineStart = lineStartBefore(document, start);
  const lineEnd = lineEndAfter(document, after);
  if (lineStart !== undefined && lineEnd !== undefined && document[lineEnd] === '\n') {
    return { offset: lineStart, length: lineEnd + 1 - lineStart, content: '' };
  }
  const blanks = /^[ \t]*/.exec(document.slice(after))![0].length;
  return { offset: start, length: after + blanks - start, content: '' };
}

function printIntoEmpty(
  { yours, next, entries }: MergedObject,
  indent: string,
  documents: Documents,
): string {
  const multiline = yours.text.includes('\n') || next.text.includes('\n');
  const inner = multiline ? indent + (documents.yoursUnit ?? documents.nextUnit ?? '  ') : indent;
  const properties = [...entries].map(
    ([key, entry]) => `${JSON.stringify(key)}: ${print(entry, inner, documents)}`,
  );
  const comments = yours.text.slice(1, -1).trim();
  const lines = [...(comments === '' ? [] : [comments]), properties.join(`,\n${inner}`)];
  if (!multiline && comments === '') return `{ ${properties.join(', ')} }`;
  return `{\n${lines.map((line) => inner + line).join('\n')}\n${indent}}`;
}
