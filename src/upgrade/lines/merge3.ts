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

/** Whether changes of the two sides that touch without overlapping clash, or go together. */
export type Neighbours = 'clash' | 'merge';

/**
 * The regions of a three-way comparison, in order; together they cover all three sequences. Changes that touch clash
 * unless the caller can prove the outcome in another way and says that they merge.
 */
export function merge3(
  base: readonly string[],
  yours: readonly string[],
  next: readonly string[],
  neighbours: Neighbours = 'clash',
): Region[] {
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
    const group = takeGroup(ours, theirs, neighbours);
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

/** Takes the first hunk and all those of both lists that belong together with it. */
function takeGroup(ours: Hunk[], theirs: Hunk[], neighbours: Neighbours): Group {
  const start = Math.min(ours[0]?.aStart ?? Infinity, theirs[0]?.aStart ?? Infinity);
  // Of two hunks that begin together an insertion is the first.
  const end = Math.min(
    ...[ours[0], theirs[0]].flatMap((hunk) => (hunk?.aStart === start ? [hunk.aEnd] : [])),
  );
  const group: Group = { start, end, ours: [], theirs: [] };
  const take = (from: Hunk[], to: Hunk[]) => {
    const hunk = from[0];
    if (!hunk || !(isFirst(hunk, group) || belongs(hunk, group, neighbours))) return false;
    to.push(hunk);
    from.shift();
    group.end = Math.max(group.end, hunk.aEnd);
    return true;
  };
  while (take(ours, group.ours) || take(theirs, group.theirs));
  return group;
}

function isFirst(hunk: Hunk, { start, end, ours, theirs }: Group): boolean {
  return ours.length + theirs.length === 0 && hunk.aStart === start && hunk.aEnd === end;
}

function belongs(hunk: Hunk, { start, end }: Group, neighbours: Neighbours): boolean {
  if (neighbours === 'clash') return hunk.aStart <= end;
  return hunk.aStart < end || (hunk.aStart === end && hunk.aEnd === end && start === end);
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
