import { indentUnit } from '../lines/indent.ts';
import { indentAt, moveText } from './layout.ts';
import { canonicalOf, type Merged } from './merge-values.ts';
import { printObject } from './print-object.ts';
import type { ArrayValue, Value } from './tree.ts';

/** The documents that a merged value is printed from. */
export interface Documents {
  yours: string;
  next: string;
  yoursUnit: string | undefined;
  nextUnit: string | undefined;
}

/** The text of your document with the merged value in it: what did not change keeps its text, comments and order. */
export function printDocument(merged: Merged, yours: Value, yoursText: string, nextText: string): string {
  const documents: Documents = {
    yours: yoursText,
    next: nextText,
    yoursUnit: indentUnit(yoursText.split('\n')),
    nextUnit: indentUnit(nextText.split('\n')),
  };
  const indent = indentAt(yoursText, yours.start);
  return yoursText.slice(0, yours.start) + print(merged, indent, documents) + yoursText.slice(yours.end);
}

/** The text of a merged value for a line with the given indentation. */
export function print(merged: Merged, indent: string, documents: Documents): string {
  if ('value' in merged) {
    if (merged.take === 'yours') return merged.value.text;
    const { nextUnit: fromUnit, yoursUnit: toUnit } = documents;
    const from = indentAt(documents.next, merged.value.start);
    return moveText(merged.value.text, { from, to: indent, fromUnit, toUnit });
  }
  if (canonicalOf(merged) === merged.yours.canonical) return merged.yours.text;
  return merged.take === 'object'
    ? printObject(merged, indent, documents)
    : printArray(merged.yours, merged.items, indent, documents);
}

function printArray(
  yours: ArrayValue,
  items: readonly Merged[],
  indent: string,
  documents: Documents,
): string {
  const first = yours.items[0];
  const last = yours.items.at(-1);
  const multiline = first
    ? documents.yours.slice(yours.start, first.start).includes('\n')
    : items.some(isComposite);
  const inner =
    first && multiline ? indentAt(documents.yours, first.start) : indent + (documents.yoursUnit ?? '  ');
  const texts = items.map((item) => print(item, multiline ? inner : indent, documents));
  if (texts.length === 0) return '[]';
  if (!multiline) return `[${texts.join(', ')}]`;
  const trailing = last && /^\s*,/.test(documents.yours.slice(last.end, yours.end)) ? ',' : '';
  return `[\n${texts.map((text) => inner + text).join(',\n')}${trailing}\n${indent}]`;
}

function isComposite(merged: Merged): boolean {
  return !('value' in merged) || merged.value.type !== 'scalar';
}
