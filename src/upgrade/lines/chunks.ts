import type { Region } from './merge3.ts';

/** Lines that both sides changed in different ways. */
export interface Clash {
  base: string[];
  yours: string[];
  next: string[];
}

/** A merged text in the making: settled lines and clashes, in order. */
export type Chunk = { lines: string[] } | { clash: Clash };

export interface ThreeTexts {
  base: readonly string[];
  yours: readonly string[];
  next: readonly string[];
}

/** The line that stands for three whose keys are the same. */
export type PickLine = (base: string, yours: string, next: string) => string;

const yoursIfChanged: PickLine = (base, yours, next) => (yours === base ? next : yours);

/**
 * Fills the regions with lines. The regions may come from comparing keys of the lines rather than the lines: then a
 * line whose key is the same everywhere is yours if you changed its text, the template's otherwise.
 */
export function fillRegions(
  regions: readonly Region[],
  texts: ThreeTexts,
  pick: PickLine = yoursIfChanged,
): Chunk[] {
  return regions.map((region): Chunk => {
    const base = texts.base.slice(...region.base);
    const yours = texts.yours.slice(...region.yours);
    const next = texts.next.slice(...region.next);
    if (region.kind === 'conflict') return { clash: { base, yours, next } };
    if (region.kind === 'next') return { lines: next };
    if (region.kind !== 'stable') return { lines: yours };
    return { lines: yours.map((line, index) => pick(base[index]!, line, next[index]!)) };
  });
}

/** Every clash of a merge, in order. */
export function clashesOf(chunks: readonly Chunk[]): Clash[] {
  return chunks.flatMap((chunk) => ('clash' in chunk ? [chunk.clash] : []));
}

/** The lines of a merge without clashes, or undefined when there is one. */
export function settledLines(chunks: readonly Chunk[]): string[] | undefined {
  const lines: string[] = [];
  for (const chunk of chunks) {
    if ('clash' in chunk) return undefined;
    lines.push(...chunk.lines);
  }
  return lines;
}
