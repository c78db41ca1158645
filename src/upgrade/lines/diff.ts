import { diffIndices } from 'node-diff3';
import { slideHunks } from './slide.ts';

/** A changed range: `a[aStart, aEnd)` was replaced with `b[bStart, bEnd)`. */
export interface Hunk {
  aStart: number;
  aEnd: number;
  bStart: number;
  bEnd: number;
}

interface Box {
  aStart: number;
  aEnd: number;
  bStart: number;
  bEnd: number;
}

// node-diff3 needs about the product of the two lengths; beyond this a gap counts as replaced as a whole, which is a
// coarser but still a true description of the change.
const maxProduct = 16_000_000;

/**
 * The changes from `a` to `b`, in order; between two hunks there is at least one equal item. Common ends are trimmed
 * first, then items that occur exactly once on both sides serve as anchors, and node-diff3 does what is left between.
 */
export function diff(a: readonly string[], b: readonly string[]): Hunk[] {
  const { left, right } = intern(a, b);
  const hunks: Hunk[] = [];
  const boxes: Box[] = [{ aStart: 0, aEnd: a.length, bStart: 0, bEnd: b.length }];
  while (boxes.length > 0) {
    const box = trim(boxes.pop()!, left, right);
    if (box.aStart === box.aEnd && box.bStart === box.bEnd) continue;
    const anchors = box.aStart === box.aEnd || box.bStart === box.bEnd ? [] : findAnchors(box, left, right);
    if (anchors.length === 0) hunks.push(...plainHunks(box, left, right));
    else boxes.push(...boxesBetween(box, anchors));
  }
  const sorted = joinTouching(hunks.sort((x, y) => x.aStart - y.aStart || x.bStart - y.bStart));
  return slideHunks(sorted, a, b);
}

/** Numbers for strings, so that comparing is cheap. */
function intern(a: readonly string[], b: readonly string[]): { left: number[]; right: number[] } {
  const numbers = new Map<string, number>();
  const number = (text: string): number => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  };
  return { left: a.map(number), right: b.map(number) };
}

function trim(box: Box, left: number[], right: number[]): Box {
  let { aStart, aEnd, bStart, bEnd } = box;
  while (aStart < aEnd && bStart < bEnd && left[aStart] === right[bStart]) {
    aStart += 1;
    bStart += 1;
  }
  while (aStart < aEnd && bStart < bEnd && left[aEnd - 1] === right[bEnd - 1]) {
    aEnd -= 1;
    bEnd -= 1;
  }
  return { aStart, aEnd, bStart, bEnd };
}

/** Pairs of positions of items that are unique on both sides, increasing on both sides (patience). */
function findAnchors(box: Box, left: number[], right: number[]): [number, number][] {
  const inA = uniquePositions(left, box.aStart, box.aEnd);
  const inB = uniquePositions(right, box.bStart, box.bEnd);
  const pairs: [number, number][] = [];
  for (const [item, at] of inA) {
    const other = inB.get(item);
    if (at >= 0 && other !== undefined && other >= 0) pairs.push([at, other]);
  }
  return longestIncreasing(pairs.sort((x, y) => x[0] - y[0]));
}

/** Position by item; -1 for an item that occurs more than once. */
function uniquePositions(items: number[], start: number, end: number): Map<number, number> {
  const positions = new Map<number, number>();
  for (let at = start; at < end; at += 1) positions.set(items[at]!, positions.has(items[at]!) ? -1 : at);
  return positions;
}

/** The longest subsequence of pairs, sorted by their first number, whose second numbers increase. */
function longestIncreasing(pairs: [number, number][]): [number, number][] {
  const tails: number[] = [];
  const previous = new Array<number>(pairs.length).fill(-1);
  for (const [index, pair] of pairs.entries()) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[tails[middle]!]![1] < pair[1]) low = middle + 1;
      else high = middle;
    }
    if (low > 0) previous[index] = tails[low - 1]!;
    tails[low] = index;
  }
  const chain: [number, number][] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at]!) chain.push(pairs[at]!);
  return chain.reverse();
}

function boxesBetween(box: Box, anchors: [number, number][]): Box[] {
  const boxes: Box[] = [];
  let { aStart, bStart } = box;
  for (const [a, b] of anchors) {
    boxes.push({ aStart, aEnd: a, bStart, bEnd: b });
    aStart = a + 1;
    bStart = b + 1;
  }
  boxes.push({ aStart, aEnd: box.aEnd, bStart, bEnd: box.bEnd });
  return boxes;
}

function plainHunks(box: Box, left: number[], right: number[]): Hunk[] {
  const aLength = box.aEnd - box.aStart;
  const bLength = box.bEnd - box.bStart;
  if (aLength === 0 || bLength === 0 || aLength * bLength > maxProduct) return [box];
  const found = diffIndices(left.slice(box.aStart, box.aEnd), right.slice(box.bStart, box.bEnd));
  return found.map(({ buffer1: [a, aCount], buffer2: [b, bCount] }) => ({
    aStart: box.aStart + a,
    aEnd: box.aStart + a + aCount,
    bStart: box.bStart + b,
    bEnd: box.bStart + b + bCount,
  }));
}

function joinTouching(hunks: Hunk[]): Hunk[] {
  const joined: Hunk[] = [];
  for (const hunk of hunks) {
    const last = joined.at(-1);
    if (last && last.aEnd === hunk.aStart && last.bEnd === hunk.bStart) {
      last.aEnd = hunk.aEnd;
      last.bEnd = hunk.bEnd;
    } else joined.push({ ...hunk });
  }
  return joined;
}
