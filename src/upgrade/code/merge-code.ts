import { type Chunk, clashesOf, fillRegions, settledLines, type ThreeTexts } from '../lines/chunks.ts';
import { indentUnit, reindent } from '../lines/indent.ts';
import { merge3 } from '../lines/merge3.ts';
import { countFaults } from './faults.ts';
import { mergeImports } from './imports.ts';
import { itemsOf } from './items.ts';
import { type Lexed, lex } from './lex.ts';
import { restoreImports } from './restore-imports.ts';
import { mergeTokens, shareChanged } from './tokens.ts';

export interface CodeMerge {
  chunks: Chunk[];
  /** How the merge was found; `tokens` asks for a look by a person. */
  how: 'lines' | 'keys' | 'tokens';
  /** Import statements that both sides had extended were joined. */
  joinedImports: boolean;
  /** Names whose import one side had dropped and the other still needs. */
  restored: string[];
  /** The lines went together, but the outcome would not be sound code. */
  unsound: boolean;
}

// Above this share of changed lines a file counts as reformatted.
const reformatted = 0.3;

/**
 * Merges source code: by lines, then by what the lines mean, then, in a reformatted file, by tokens. A merge is taken
 * only when it is sound by a light syntax check; the best one with clashes is given when there is none.
 */
export function mergeCode(texts: ThreeTexts): CodeMerge {
  const lexed = { base: lexLines(texts.base), yours: lexLines(texts.yours), next: lexLines(texts.next) };
  const plain: CodeMerge = { ...nothing, how: 'lines', chunks: mergeLines(texts) };
  // Where the check cannot read what it is given it cannot vouch for anything either: lines alone then.
  if (!lexed.base.sound || !lexed.yours.sound || !lexed.next.sound) return plain;
  const judge = soundnessOf(texts, lexed);
  const keyed = mergeKeyed(texts, lexed);
  for (const candidate of [plain, keyed]) {
    const accepted = accept(candidate, texts, judge);
    if (accepted) return accepted;
  }
  if (shareChanged(texts.base, texts.yours) > reformatted) {
    const lines = mergeTokens(texts, lexed);
    const candidate: CodeMerge = { ...nothing, how: 'tokens', chunks: lines ? [{ lines }] : [] };
    const accepted = lines && accept(candidate, texts, judge);
    if (accepted) return accepted;
  }
  const best = clashing(plain.chunks) <= clashing(keyed.chunks) ? plain : keyed;
  return { ...best, unsound: [plain, keyed].some(({ chunks }) => settledLines(chunks) !== undefined) };
}

const nothing = { joinedImports: false, restored: [], unsound: false };

function lexLines(lines: readonly string[]): Lexed {
  return lex(lines.join('\n'));
}

function mergeLines(texts: ThreeTexts): Chunk[] {
  return fillRegions(merge3(texts.base, texts.yours, texts.next), texts);
}

/** Compares items by their keys; clashes of imports are settled; the template's lines take your indentation. */
function mergeKeyed(texts: ThreeTexts, lexed: { base: Lexed; yours: Lexed; next: Lexed }): CodeMerge {
  const [base, yours, next] = [
    itemsOf(texts.base, lexed.base),
    itemsOf(texts.yours, lexed.yours),
    itemsOf(texts.next, lexed.next),
  ];
  const [from, to] = [indentUnit(texts.next), indentUnit(texts.yours)];
  const adapted = next.texts.map((text, index) =>
    // The lines of a template literal are content, not layout.
    next.keys[index]!.includes('\u0002') ? text : adapt(text, from, to),
  );
  const regions = merge3(base.keys, yours.keys, next.keys);
  const filled = fillRegions(regions, { base: base.texts, yours: yours.texts, next: adapted });
  let joinedImports = false;
  const chunks = filled.map((chunk): Chunk => {
    if (!('clash' in chunk)) return chunk;
    const lines = mergeImports(chunk.clash);
    joinedImports ||= lines !== undefined;
    return lines ? { lines } : chunk;
  });
  return { ...nothing, how: 'keys', joinedImports, chunks: chunks.map(splitItems) };
}

function adapt(text: string, from: string | undefined, to: string | undefined): string {
  return text
    .split('\n')
    .map((line) => reindent(line, from, to))
    .join('\n');
}

/** Items of several lines as lines again. */
function splitItems(chunk: Chunk): Chunk {
  const split = (items: readonly string[]) => items.flatMap((item) => item.split('\n'));
  if (!('clash' in chunk)) return { lines: split(chunk.lines) };
  const { base, yours, next } = chunk.clash;
  return { clash: { base: split(base), yours: split(yours), next: split(next) } };
}

type Judge = (lines: readonly string[]) => boolean;

/** Sound: brackets, strings and comments close, and there are no faults that neither side brought along. */
function soundnessOf(texts: ThreeTexts, lexed: { base: Lexed; yours: Lexed; next: Lexed }): Judge {
  const base = countFaults(texts.base, lexed.base);
  const yours = countFaults(texts.yours, lexed.yours);
  const next = countFaults(texts.next, lexed.next);
  const allowed = Math.max(yours, next, yours + next - base);
  return (lines) => {
    const merged = lexLines(lines);
    return merged.sound && countFaults(lines, merged) <= allowed;
  };
}

function accept(candidate: CodeMerge, texts: ThreeTexts, judge: Judge): CodeMerge | undefined {
  const settled = settledLines(candidate.chunks);
  if (!settled || !judge(settled)) return undefined;
  const { lines, restored } = restoreImports(settled, texts);
  return judge(lines) ? { ...candidate, chunks: [{ lines }], restored } : undefined;
}

function clashing(chunks: readonly Chunk[]): number {
  return clashesOf(chunks).reduce(
    (sum, { base, yours, next }) => sum + base.length + yours.length + next.length,
    0,
  );
}
