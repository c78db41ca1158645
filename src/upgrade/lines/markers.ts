import type { Chunk, Clash } from './chunks.ts';

const opening = '<<<<<<< yours';
const closing = '>>>>>>> template';

/** The lines that show a clash: yours, base and template between git's markers. */
function marked({ base, yours, next }: Clash): string[] {
  return [opening, ...yours, '||||||| base', ...base, '=======', ...next, closing];
}

/** The lines of a merge with its clashes marked, or with one side of each. */
export function renderChunks(chunks: readonly Chunk[], clashes: 'marked' | 'yours' | 'next'): string[] {
  return chunks.flatMap((chunk) => {
    if (!('clash' in chunk)) return chunk.lines;
    return clashes === 'marked' ? marked(chunk.clash) : chunk.clash[clashes];
  });
}

/** True when the lines hold the opening or the closing marker of a conflict. */
export function hasMarkers(lines: readonly string[]): boolean {
  return lines.some((line) => /^(<{7}|>{7})(\s|$)/.test(line));
}

/** How many opening and closing markers of this tool the lines hold; those of git and others do not count. */
export function countMarkers(lines: readonly string[]): number {
  return lines.filter((line) => [opening, closing].includes(line.trimEnd())).length;
}
