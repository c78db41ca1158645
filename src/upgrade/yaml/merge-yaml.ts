import { canonicalOf, type Findings, mergeValues, type ValueNotice } from '../json/merge-values.ts';
import { type Chunk, fillRegions, settledLines, type ThreeTexts } from '../lines/chunks.ts';
import { merge3 } from '../lines/merge3.ts';
import { parseYaml } from './tree.ts';

export interface YamlMerge {
  chunks: Chunk[];
  notices: ValueNotice[];
  /** The lines went together, but they do not say what both sides want. */
  unsound: boolean;
}

// Each clash can be put in two orders; beyond this many clashes it is not worth trying all.
const maxClashes = 6;

/**
 * Merges YAML by lines, and takes the outcome only when it says the same as a merge by value. Changes of
 * neighbouring lines may go together, and where lines clash, both sides are put one after the other, in each order, until
 * the text says so.
 */
export function mergeYaml(texts: ThreeTexts): YamlMerge {
  const plain = fillRegions(merge3(texts.base, texts.yours, texts.next), texts);
  const [base, yours, next] = [texts.base, texts.yours, texts.next].map((lines) =>
    parseYaml(lines.join('\n')),
  );
  if (!base || !yours || !next) return { chunks: plain, notices: [], unsound: false };
  const findings: Findings = { conflicts: [], notices: [], prefer: 'yours' };
  const merged = mergeValues(base, yours, next, '', findings);
  const honest = { chunks: plain, notices: [], unsound: settledLines(plain) !== undefined };
  if (!merged || findings.conflicts.length > 0) return honest;
  const canonical = canonicalOf(merged);
  for (const chunks of waysToMerge(plain, texts)) {
    for (const candidate of orderings(chunks)) {
      if (parseYaml(candidate.join('\n'))?.canonical === canonical) {
        return { chunks: [{ lines: candidate }], notices: findings.notices, unsound: false };
      }
    }
  }
  return honest;
}

/** The merges of the lines, from the most careful one on. Most often the first one will do. */
function* waysToMerge(plain: Chunk[], texts: ThreeTexts): Generator<Chunk[]> {
  yield plain;
  yield fillRegions(merge3(texts.base, texts.yours, texts.next, 'merge'), texts);
  yield fillRegions(merge3(...looseKeys(texts)), texts);
  yield fillRegions(merge3(...looseKeys(texts), 'merge'), texts);
}

/** Lines without indentation and quotes: what formatters change. */
function looseKeys({ base, yours, next }: ThreeTexts): [string[], string[], string[]] {
  const keys = (lines: readonly string[]) => lines.map((line) => line.trim().replaceAll('"', "'"));
  return [keys(base), keys(yours), keys(next)];
}

/** The lines with every clash settled by both sides in one order or the other; a merge without clashes as it is. */
function* orderings(chunks: readonly Chunk[]): Generator<string[]> {
  const clashes = chunks.filter((chunk) => 'clash' in chunk).length;
  if (clashes > maxClashes) return;
  for (let choice = 0; choice < 2 ** clashes; choice += 1) {
    let bits = choice;
    yield chunks.flatMap((chunk) => {
      if (!('clash' in chunk)) return chunk.lines;
      const nextFirst = bits % 2 === 1;
      bits = Math.floor(bits / 2);
      const { yours, next } = chunk.clash;
      return nextFirst ? [...next, ...yours] : [...yours, ...next];
    });
  }
}
