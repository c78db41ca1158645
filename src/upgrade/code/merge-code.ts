import { type Chunk, clashesOf, fillRegions, settledLines, type ThreeTexts } from '../lines/chunks.ts';
import { indentUnit, reindent } from '../lines/indent.ts';
import { merge3 } from '../lines/merge3.ts';
import { countFaults } from './faults.ts';
import { mergeImports } from './imports.ts';
import { itemsOf } from './items.ts';
import { type Lexed, lex } from './lex.ts';
import { keepsImports, restoreImports, type Source } from './restore-imports.ts';
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
  const lexed = lexWhenNeeded(texts);
  const plain: CodeMerge = { ...nothing, how: 'lines', chunks: mergeLines(texts) };
  const accept = acceptor(texts, lexed);
  const accepted = accept(plain);
  if (accepted) return accepted;
  // Where the check cannot read what it is given it cannot vouch for anything either: lines alone then.
  if (!lexed.base.sound || !lexed.yours.sound || !lexed.next.sound) return plain;
  const keyed = mergeKeyed(texts, lexed);
  const acceptedKeyed = accept(keyed) ?? acceptTokens(texts, lexed, accept);
  if (acceptedKeyed) return acceptedKeyed;
  const best = clashing(plain.chunks) <= clashing(keyed.chunks) ? plain : keyed;
  return { ...best, unsound: [plain, keyed].some(({ chunks }) => settledLines(chunks) !== undefined) };
}

type ThreeLexed = Record<'base' | 'yours' | 'next', Lexed>;

const nothing = { joinedImports: false, restored: [], unsound: false };

function lexLines(lines: readonly string[]): Lexed {
  return lex(lines.join('\n'));
}

/** The tokens of the three texts. Most merges need those of their outcome alone. */
function lexWhenNeeded(texts: ThreeTexts): ThreeLexed {
  const known = new Map<keyof ThreeTexts, Lexed>();
  const get = (side: keyof ThreeTexts): Lexed => {
    const lexed = known.get(side) ?? lexLines(texts[side]);
    known.set(side, lexed);
    return lexed;
  };
  return {
    get base() {
      return get('base');
    },
    get yours() {
      return get('yours');
    },
    get next() {
      return get('next');
    },
  };
}

function mergeLines(texts: ThreeTexts): Chunk[] {
  return fillRegions(merge3(texts.base, texts.yours, texts.next), texts);
}

/** Compares items by their keys; clashes of imports are settled; the template's lines take your indentation. */
function mergeKeyed(texts: ThreeTexts, lexed: ThreeLexed): CodeMerge {
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
  const filled = fillRegions(regions, { base: base.texts, yours: yours.texts, next: adapted }, pickLine);
  let joinedImports = false;
  const chunks = filled.map((chunk): Chunk => {
    if (!('clash' in chunk)) return chunk;
    const lines = mergeImports(chunk.clash);
    joinedImports ||= lines !== undefined;
    return lines ? { lines } : chunk;
  });
  return { ...nothing, how: 'keys', joinedImports, chunks: chunks.map(splitItems) };
}

/** Yours if you changed the line, with the comma or semicolon that the template put at its end or took away. */
function pickLine(base: string, yours: string, next: string): string {
  if (yours === base) return next;
  const [old, mine, its] = [base, yours, next].map((line) => /[;,]?$/.exec(line.trimEnd())![0]);
  if (old !== mine || old === its) return yours;
  const bare = yours.trimEnd();
  return bare.slice(0, bare.length - mine!.length) + its;
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

type Acceptor = (candidate: CodeMerge) => CodeMerge | undefined;

/**
 * Takes a merge without clashes when it is sound: brackets, strings and comments close, and there are no faults that
 * neither side brought along. Imports that are still in use come back.
 */
function acceptor(texts: ThreeTexts, lexed: ThreeLexed): Acceptor {
  let allowed: number | undefined;
  const judge = ({ lines, lexed: merged }: Source) => {
    if (!merged.sound) return false;
    const faults = countFaults(lines, merged);
    if (faults === 0) return true;
    allowed ??= allowedFaults(texts, lexed);
    return faults <= allowed;
  };
  return (candidate) => {
    const settled = settledLines(candidate.chunks);
    if (!settled) return undefined;
    const merged = { lines: settled, lexed: lexLines(settled) };
    if (!judge(merged)) return undefined;
    if (keepsImports(settled, texts)) return { ...candidate, chunks: [{ lines: settled }] };
    const yours = { lines: texts.yours, lexed: lexed.yours };
    const { lines, restored } = restoreImports(merged, yours, { lines: texts.next, lexed: lexed.next });
    if (restored.length > 0 && !judge({ lines, lexed: lexLines(lines) })) return undefined;
    return { ...candidate, chunks: [{ lines }], restored };
  };
}

function allowedFaults(texts: ThreeTexts, lexed: ThreeLexed): number {
  const base = countFaults(texts.base, lexed.base);
  const yours = countFaults(texts.yours, lexed.yours);
  const next = countFaults(texts.next, lexed.next);
  return Math.max(yours, next, yours + next - base);
}

/** A merge by tokens, for a file that was reformatted. */
function acceptTokens(texts: ThreeTexts, lexed: ThreeLexed, accept: Acceptor): CodeMerge | undefined {
  if (shareChanged(texts.base, texts.yours) <= reformatted) return undefined;
  const lines = mergeTokens(texts, lexed);
  return lines && accept({ ...nothing, how: 'tokens', chunks: [{ lines }] });
}

function clashing(chunks: readonly Chunk[]): number {
  return clashesOf(chunks).reduce(
    (sum, { base, yours, next }) => sum + base.length + yours.length + next.length,
    0,
  );
}
