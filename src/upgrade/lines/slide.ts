import type { Hunk } from './diff.ts';

/**
 * Shifts pure insertions and deletions to where a person would see them. A block that begins and ends alike can be said
 * to be inserted at several places (`}` + block, or block + `}`); all mean the same change, but the right one touches
 * only what it is about. The hunks stay in order with an unchanged item between any two.
 */
export function slideHunks(hunks: readonly Hunk[], a: readonly string[], b: readonly string[]): Hunk[] {
  const slid: Hunk[] = [];
  for (const [index, hunk] of hunks.entries()) {
    const inserts = hunk.aStart === hunk.aEnd;
    if (!inserts && hunk.bStart !== hunk.bEnd) {
      slid.push(hunk);
      continue;
    }
    const [items, start, end] = inserts ? [b, hunk.bStart, hunk.bEnd] : [a, hunk.aStart, hunk.aEnd];
    const floor = (slid.at(-1)?.aEnd ?? -1) + 1;
    const ceiling = (hunks[index + 1]?.aStart ?? a.length + 1) - 1;
    const up = -Math.min(hunk.aStart - floor, countUp(items, start, end));
    const down = Math.min(ceiling - hunk.aEnd, countDown(items, start, end));
    let best = 0;
    for (let shift = Math.min(up, 0); shift <= down; shift += 1) {
      if (badness(items, start + shift, end + shift) <= badness(items, start + best, end + best))
        best = shift;
    }
    slid.push({
      aStart: hunk.aStart + best,
      aEnd: hunk.aEnd + best,
      bStart: hunk.bStart + best,
      bEnd: hunk.bEnd + best,
    });
  }
  return slid;
}

function countDown(items: readonly string[], start: number, end: number): number {
  let count = 0;
  while (end + count < items.length && items[start + count] === items[end + count]) count += 1;
  return count;
}

function countUp(items: readonly string[], start: number, end: number): number {
  let count = 0;
  while (start - count > 0 && items[start - count - 1] === items[end - count - 1]) count += 1;
  return count;
}

/** How odd it would be to see these items as one block: it begins with a closing bracket, or ends with an opening one. */
function badness(items: readonly string[], start: number, end: number): number {
  return (/^\s*[)\]}]/.test(items[start]!) ? 2 : 0) + (/[([{]\s*$/.test(items[end - 1]!) ? 1 : 0);
}
