import { mergeArrays } from './merge-arrays.ts';
import { type ArrayValue, canonicalArray, canonicalObject, type ObjectValue, type Value } from './tree.ts';
import { higherRange } from './version-range.ts';

/** A merged value: one that a side has, or one put together from both. Undefined stands for "not there". */
export type Merged =
  | { take: 'yours' | 'next'; value: Value }
  | { take: 'object'; yours: ObjectValue; next: ObjectValue; entries: Map<string, Merged> }
  | { take: 'array'; yours: ArrayValue; items: Merged[] };

export interface ValueConflict {
  pointer: string;
  base?: Value;
  yours?: Value;
  next?: Value;
}

export interface ValueNotice {
  kind: 'version-raised' | 'both-added-items';
  pointer: string;
  yours: string;
  next: string;
}

/** What a merge of values gathers on its way. */
export interface Findings {
  conflicts: ValueConflict[];
  notices: ValueNotice[];
  /** Whose value goes where both changed one. */
  prefer: 'yours' | 'next';
}

/** The three-way merge of one value. Where both sides changed it, it is a conflict and the preferred side's is taken. */
export function mergeValues(
  base: Value | undefined,
  yours: Value | undefined,
  next: Value | undefined,
  pointer: string,
  findings: Findings,
): Merged | undefined {
  const relaidOut = yours?.canonical === base?.canonical && yours?.text !== base?.text;
  if (
    yours?.canonical === base?.canonical &&
    !(relaidOut && isCollection(yours) && yours?.type === next?.type)
  ) {
    return taken('next', next, yours);
  }
  if (next?.canonical === base?.canonical || yours?.canonical === next?.canonical)
    return taken('yours', yours);
  if (yours?.type === 'object' && next?.type === 'object') {
    return mergeObjects(base?.type === 'object' ? base : undefined, yours, next, pointer, findings);
  }
  if (yours?.type === 'array' && next?.type === 'array' && (!base || base.type === 'array')) {
    const merged = mergeArrays(base, yours, next, pointer, findings);
    if (merged) return merged;
  }
  const range = mergeRanges(base, yours, next, pointer, findings);
  if (range) return range;
  findings.conflicts.push({ pointer, base, yours, next });
  return findings.prefer === 'yours' ? taken('yours', yours) : taken('next', next);
}

/** The canonical text of a merged value. */
export function canonicalOf(merged: Merged): string {
  switch (merged.take) {
    case 'object':
      return canonicalObject([...merged.entries].map(([key, entry]) => [key, canonicalOf(entry)]));
    case 'array':
      return canonicalArray(merged.items.map(canonicalOf));
    default:
      return merged.value.canonical;
  }
}

/** The pointer (RFC 6901) to a member of what `pointer` points to. */
export function pointerTo(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** A collection that you gave another layout, or comments, takes changes one by one, so that these stay. */
function isCollection(value: Value | undefined): boolean {
  return value?.type === 'object' || value?.type === 'array';
}

/** A side's value; yours, with its layout, where it means the same as the template's. */
function taken(take: 'yours' | 'next', value: Value | undefined, twin?: Value): Merged | undefined {
  if (value === undefined) return undefined;
  if (twin && twin.canonical === value.canonical) return { take: 'yours', value: twin };
  return { take, value };
}

function mergeObjects(
  base: ObjectValue | undefined,
  yours: ObjectValue,
  next: ObjectValue,
  pointer: string,
  findings: Findings,
): Merged {
  const entries = new Map<string, Merged>();
  for (const key of new Set([...yours.properties.keys(), ...next.properties.keys()])) {
    const merged = mergeValues(
      base?.properties.get(key)?.value,
      yours.properties.get(key)?.value,
      next.properties.get(key)?.value,
      pointerTo(pointer, key),
      findings,
    );
    if (merged) entries.set(key, merged);
  }
  return { take: 'object', yours, next, entries };
}

const versionBlocks =
  /\/(dependencies|devDependencies|peerDependencies|optionalDependencies|engines|overrides)\//;

function mergeRanges(
  base: Value | undefined,
  yours: Value | undefined,
  next: Value | undefined,
  pointer: string,
  findings: Findings,
): Merged | undefined {
  if (yours?.type !== 'scalar' || next?.type !== 'scalar' || !versionBlocks.test(pointer)) return undefined;
  if (yours.string === undefined || next.string === undefined) return undefined;
  if (base && (base.type !== 'scalar' || base.string === undefined)) return undefined;
  const higher = higherRange(base?.string, yours.string, next.string);
  if (!higher) return undefined;
  findings.notices.push({ kind: 'version-raised', pointer, yours: yours.string, next: next.string });
  return taken(higher, higher === 'yours' ? yours : next);
}
