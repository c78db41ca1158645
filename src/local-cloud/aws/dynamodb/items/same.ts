import type { Item } from '../types.ts';

const sets = ['SS', 'NS', 'BS'];

/** True when two items (or two absences) hold the same data; sets have no order. */
export function sameItem(one: Item | undefined, other: Item | undefined): boolean {
  return same(one, other);
}

function same(one: unknown, other: unknown, unordered = false): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
    const [left, right] = unordered ? [one.toSorted(), other.toSorted()] : [one, other];
    return left.every((element, index) => same(element, right[index]));
  }
  const left = one as Record<string, unknown>;
  const right = other as Record<string, unknown>;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && same(left[name], right[name], sets.includes(name)))
  );
}
