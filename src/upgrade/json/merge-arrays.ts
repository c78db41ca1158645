import { merge3 } from '../lines/merge3.ts';
import { type Findings, type Merged, mergeValues, pointerTo } from './merge-values.ts';
import type { ArrayValue, Value } from './tree.ts';

const identityKeys = ['name', 'id', 'path', 'logicalId'];

/**
 * The merge of an array that both sides changed. Items that can be told apart, scalars by their value and objects by
 * their name, id, path or logical id, merge as an ordered set; others merge like lines. Undefined when the sides contradict.
 */
export function mergeArrays(
  base: ArrayValue | undefined,
  yours: ArrayValue,
  next: ArrayValue,
  pointer: string,
  findings: Findings,
): Merged | undefined {
  const arrays = [base?.items ?? [], yours.items, next.items] as const;
  const keyed = tellApart(arrays);
  if (keyed) return mergeKeyed(keyed, yours, pointer, findings);
  const canonical = arrays.map((items) => items.map((item) => item.canonical));
  const items: Merged[] = [];
  for (const region of merge3(canonical[0]!, canonical[1]!, canonical[2]!)) {
    if (region.kind === 'conflict') return undefined;
    const take = region.kind === 'next' ? 'next' : 'yours';
    const source = take === 'next' ? next : yours;
    items.push(...source.items.slice(...region[take]).map((value): Merged => ({ take, value })));
  }
  return { take: 'array', yours, items };
}

type Keyed = Map<string, Value>;

/** The items of the three arrays by a key that occurs once in each, or undefined when there is no such key. */
function tellApart(arrays: readonly (readonly Value[])[]): [Keyed, Keyed, Keyed] | undefined {
  for (const keyOf of [byIdentity, byCanonical]) {
    const maps = arrays.map((items) => new Map(items.map((item) => [keyOf(item), item] as const)));
    if (maps.every((map, index) => map.size === arrays[index]!.length)) return maps as [Keyed, Keyed, Keyed];
  }
  return undefined;
}

function byCanonical(item: Value): string {
  return item.canonical;
}

function byIdentity(item: Value): string {
  if (item.type !== 'object') return item.canonical;
  for (const key of identityKeys) {
    const value = item.properties.get(key)?.value;
    if (value?.type === 'scalar') return `${key}=${value.canonical}`;
  }
  return item.canonical;
}

function mergeKeyed(
  [base, yours, next]: [Keyed, Keyed, Keyed],
  array: ArrayValue,
  pointer: string,
  findings: Findings,
): Merged | undefined {
  const order = mergeOrder([...base.keys()], [...yours.keys()], [...next.keys()]);
  if (!order) return undefined;
  const items: Merged[] = [];
  for (const key of order) {
    const merged = mergeValues(
      base.get(key),
      yours.get(key),
      next.get(key),
      pointerTo(pointer, items.length),
      findings,
    );
    if (merged) items.push(merged);
  }
  const added = (side: Keyed) => [...side].filter(([key]) => !base.has(key));
  const both = [added(yours), added(next)];
  if (both.every((list) => list.some(([, value]) => value.type === 'object'))) {
    const [mine, its] = both.map((list) => list.map(([key]) => key).join(', '));
    if (mine !== its) findings.notices.push({ kind: 'both-added-items', pointer, yours: mine!, next: its! });
  }
  return { take: 'array', yours: array, items };
}

/**
 * The keys of both sides in one order: yours, each key that only the template has after the one it follows there, and
 * after what you added at that place. Undefined when both sides put common keys in another order, or both put
 * something else in the place of one key.
 */
function mergeOrder(base: string[], yours: string[], next: string[]): string[] | undefined {
  const removed = (side: string[]) => base.filter((key) => !side.includes(key));
  const added = (side: string[], other: string[]) =>
    side.filter((key) => !base.includes(key) && !other.includes(key));
  const bothRemoved = removed(yours).some((key) => removed(next).includes(key));
  if (bothRemoved && added(yours, next).length > 0 && added(next, yours).length > 0) return undefined;
  const reordered = (side: string[]) =>
    base.filter((key) => side.includes(key)).join('\n') !==
    side.filter((key) => base.includes(key)).join('\n');
  if (reordered(next)) return reordered(yours) ? undefined : insertMissing(next, yours, base);
  return insertMissing(yours, next, base);
}

function insertMissing(order: string[], other: string[], base: string[]): string[] {
  const result = [...order];
  for (const [index, key] of other.entries()) {
    if (result.includes(key)) continue;
    const before = other.slice(0, index).findLast((each) => result.includes(each));
    let at = before === undefined ? 0 : result.indexOf(before) + 1;
    while (at < result.length && !base.includes(result[at]!) && !other.includes(result[at]!)) at += 1;
    result.splice(at, 0, key);
  }
  return result;
}
