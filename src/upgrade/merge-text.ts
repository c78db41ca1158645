import { lex } from './code/lex.ts';
import { mergeCode } from './code/merge-code.ts';
import type { FileKind } from './file-kind.ts';
import { mergeList, repeatsVariable } from './ignore-list.ts';
import { mergeJson } from './json/merge-json.ts';
import { parseJson, type Value } from './json/tree.ts';
import { type Chunk, fillRegions, settledLines, type ThreeTexts } from './lines/chunks.ts';
import { merge3 } from './lines/merge3.ts';
import type { Conflict, Notice } from './types.ts';
import { mergeYaml } from './yaml/merge-yaml.ts';
import { parseYaml } from './yaml/tree.ts';

/** Findings of a merge of one file, to which the file's path is added later. */
export type FoundConflict = Omit<Conflict, 'path'>;
export type FoundNotice = Omit<Notice, 'path'>;

export interface TextMerge {
  /** Settled lines and clashes. Where a value clashes, it is settled with the preferred side's. */
  chunks: Chunk[];
  /** Values that both sides changed; the preferred side's is in the lines. */
  values: FoundConflict[];
  notices: FoundNotice[];
  /** Why the outcome must not be used, though its lines went together. */
  unsound?: string;
}

/** Merges the lines of a text as its kind asks for. */
export function mergeText(kind: FileKind, texts: ThreeTexts, prefer: 'yours' | 'next'): TextMerge {
  switch (kind) {
    case 'json':
      return jsonText(texts, prefer);
    case 'yaml':
      return yamlText(texts);
    case 'list':
      return listText(texts, prefer);
    case 'code':
      return codeText(texts);
    case 'loose':
      return looseText(texts);
    case 'text':
      return settled(plainChunks(texts));
  }
}

/** False when the lines are broken for their kind. Kinds that cannot be checked are never broken. */
export function isWellFormed(kind: FileKind, lines: readonly string[]): boolean {
  const text = lines.join('\n');
  if (kind === 'json') return parseJson(text) !== undefined;
  if (kind === 'yaml') return parseYaml(text) !== undefined;
  return kind === 'code' ? lex(text).sound : true;
}

function settled(chunks: Chunk[]): TextMerge {
  return { chunks, values: [], notices: [] };
}

function plainChunks(texts: ThreeTexts): Chunk[] {
  return fillRegions(merge3(texts.base, texts.yours, texts.next), texts);
}

function jsonText(texts: ThreeTexts, prefer: 'yours' | 'next'): TextMerge {
  const merged = mergeJson(texts, prefer);
  if (!merged) {
    const chunks = plainChunks(texts);
    const broken = !isWellFormed('json', texts.yours);
    return { ...settled(chunks), unsound: broken ? undefined : 'the values could not be put into your text' };
  }
  const values = merged.conflicts.map(({ pointer, base, yours, next }): FoundConflict => {
    const message = `Both sides changed ${pointer || 'the document'}; it is ${shown(yours)} in yours, ${shown(next)} in the template.`;
    return { kind: 'value', pointer, message, base: base?.text, yours: yours?.text, template: next?.text };
  });
  const notices = merged.notices.map(({ kind, pointer, yours, next }): FoundNotice => {
    const message =
      kind === 'version-raised'
        ? `Both sides changed the version at ${pointer} (${yours}, ${next}); the higher one is taken.`
        : `Both sides added to the list at ${pointer}; your items come first.`;
    return { kind, pointer, message, yours, template: next };
  });
  if (merged.missedComments.length > 0) {
    const message = `The template's new comments did not come along: ${merged.missedComments.join(' ')}`;
    notices.push({ kind: 'comments', message, template: merged.missedComments.join('\n') });
  }
  if (merged.staleComments.length > 0) {
    const message = `The template dropped comments that are still there: ${merged.staleComments.join(' ')}`;
    notices.push({ kind: 'comments', message, yours: merged.staleComments.join('\n') });
  }
  const lost = merged.lostComments.join(' ');
  const unsound = lost === '' ? undefined : `your comments would be lost: ${lost}`;
  return { chunks: [{ lines: merged.lines }], values, notices, unsound };
}

function shown(value: Value | undefined): string {
  if (!value) return 'absent';
  return value.text.length <= 60 ? value.text : `${value.text.slice(0, 57)}...`;
}

function yamlText(texts: ThreeTexts): TextMerge {
  const { chunks, notices, unsound } = mergeYaml(texts);
  const reason = unsound ? 'the lines go together but do not say what both sides want' : undefined;
  const found = notices.map(({ kind, pointer, yours, next }): FoundNotice => {
    const message = `Both sides added to the list at ${pointer}; look at the order of its items.`;
    return { kind, pointer, message, yours, template: next };
  });
  return { chunks, values: [], notices: found, unsound: reason };
}

function listText(texts: ThreeTexts, prefer: 'yours' | 'next'): TextMerge {
  const plain = plainChunks(texts);
  const lines = settledLines(plain);
  // Where a variable is set twice, a name does not tell lines apart.
  if (Object.values(texts).some(repeatsVariable)) return settled(plain);
  const { lines: union, conflicts, afterException } = mergeList(texts, prefer);
  const notices = afterException.map((line): FoundNotice => {
    const message = `The template's "${line}" comes after an exception of yours; look whether it undoes it.`;
    return { kind: 'review', message, template: line };
  });
  const same =
    lines && lines.filter(notBlank).toSorted().join('\n') === union.filter(notBlank).toSorted().join('\n');
  const values = conflicts.map(({ name, base, yours, next }): FoundConflict => {
    const message = `Both sides changed ${name}; look which value is right.`;
    return { kind: 'value', pointer: name, message, base, yours, template: next };
  });
  return { chunks: [{ lines: same ? lines : union }], values, notices };
}

function notBlank(line: string): boolean {
  return line.trim() !== '';
}

function codeText(texts: ThreeTexts): TextMerge {
  const { chunks, how, joinedImports, restored, unsound } = mergeCode(texts);
  const notices: FoundNotice[] = [];
  if (how === 'tokens') {
    const message =
      "The file is reformatted, so the template's changes were merged word by word: look at the outcome.";
    notices.push({ kind: 'review', message });
  }
  if (joinedImports) {
    notices.push({
      kind: 'imports-merged',
      message: 'Both sides changed the same imports; they were joined.',
    });
  }
  if (restored.length > 0) {
    const message = `One side dropped an import that the other still uses; it is back: ${restored.join(', ')}.`;
    notices.push({ kind: 'import-restored', message });
  }
  const reason =
    unsound && settledLines(chunks) ? 'the lines go together but would not be sound code' : undefined;
  return { chunks, values: [], notices, unsound: reason };
}

/** By lines, then by lines without regard to white space at their ends and between words. */
function looseText(texts: ThreeTexts): TextMerge {
  const plain = plainChunks(texts);
  if (settledLines(plain)) return settled(plain);
  const keys = (lines: readonly string[]) => lines.map((line) => line.trim().replace(/\s+/g, ' '));
  const regions = merge3(keys(texts.base), keys(texts.yours), keys(texts.next));
  const loose = fillRegions(regions, texts);
  return settled(settledLines(loose) ? loose : plain);
}
