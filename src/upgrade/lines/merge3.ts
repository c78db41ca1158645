import { diff, type Hunk } from './diff.ts';

export type Range = readonly [start: number, end: number];

/**
 * A stretch of the three texts. `stable`: nobody changed it. `yours`, `next`: one side did. `same`: both did, alike.
 * `conflict`: both did, differently, on the same or on touching items.
 */
export interface Region {
  kind: 'stable' | 'yours' | 'next' | 'same' | 'conflict';
  base: Range;
  yours: Range;
  next: Range;
}

/** The regions of a three-way comparison, in order; together they cover all three sequences. */
export function merge3(base: readonly string[], yours: readonly string[], next: readonly string[]): Region[] {
  const regions: Region[] = [];
  const ours = diff(base, yours);
  const theirs = diff(base, next);
  let at = 0;
  let shiftYours = 0;
  let shiftNext = 0;
  const stable = (end: number) => {
    if (end > at) {
      regions.push({
        kind: 'stable',
        base: [at, end],
        yours: [at + shiftYours, end + shiftYours],
        next: [at + shiftNext, end + shiftNext],
      });
    }
    at = end;
  };
  while (ours.length > 0 || theirs.length > 0) {
    const group = takeGroup(ours, theirs);
    stable(group.start);
    const yoursStart = group.start + shiftYours;
    const nextStart = group.start + shiftNext;
    shiftYours += growth(group.ours);
    shiftNext += growth(group.theirs);
    const region = {
      base: [group.start, group.end] as Range,
      yours: [yoursStart, group.end + shiftYours] as Range,
      next: [nextStart, group.end + shiftNext] as Range,
    };
    regions.push({
      ...region,
      kind: kindOf(group, yours.slice(...region.yours), next.slice(...region.next)),
    });
    at = group.end;
  }
  stable(base.length);
  return regions;
}

interface Group {
  start: number;
  end: number;
  ours: Hunk[];
  theirs: Hunk[];
}

/** Takes the first hunk and all those that overlap or touch it, from both lists. */
function takeGroup(ours: Hunk[], theirs: Hunk[]): Group {
  const start = Math.min(ours[0]?.aStart ?? Infinity, theirs[0]?.aStart ?? Infinity);
  const group: Group = { start, end: start, ours: [], theirs: [] };
  for (let grown = true; grown; ) {
    grown = false;
    for (const [from, to] of [
      [ours, group.ours],
      [theirs, group.theirs],
    ] as const) {
      while (from.length > 0 && from[0]!.aStart <= group.end) {
        const hunk = from.shift()!;
        to.push(hunk);
        group.end = Math.max(group.end, hunk.aEnd);
        grown = true;
      }
    }
  }
  return group;
}

function growth(hunks: readonly Hunk[]): number {
  return hunks.reduce((sum, hunk) => sum + (hunk.bEnd - hunk.bStart) - (hunk.aEnd - hunk.aStart), 0);
}

function kindOf(group: Group, yours: readonly string[], next: readonly string[]): Region['kind'] {
  if (group.theirs.length === 0) return 'yours';
  if (group.ours.length === 0) return 'next';
  return yours.length === next.length && yours.every((item, index) => item === next[index])
    ? 'same'
    : 'conflict';
}
