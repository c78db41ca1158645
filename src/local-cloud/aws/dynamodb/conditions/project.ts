import type { Item, Value } from '../types.ts';
import type { Path } from './parse.ts';

/** What is left of an item when only some paths are wanted: list elements close up in their order. */
export function project(item: Item, paths: Path[]): Item {
  return (part({ M: item }, paths)?.M as Item | undefined) ?? {};
}

function part(value: Value, paths: Path[]): Value | undefined {
  if (paths.some((path) => path.length === 0)) return value;
  const steps = [...new Set(paths.map(([step]) => step))];
  const below = (step: string | number | undefined) =>
    paths.filter(([first]) => first === step).map((path) => path.slice(1));
  if (Array.isArray(value.L)) {
    const list = value.L as Value[];
    const chosen = steps.filter((step) => typeof step === 'number').sort((one, other) => one - other);
    const parts = chosen
      .flatMap((step) => (list[step] ? [part(list[step], below(step))] : []))
      .filter(Boolean);
    return parts.length > 0 ? { L: parts } : undefined;
  }
  if (typeof value.M !== 'object' || value.M === null) return undefined;
  const map = value.M as Item;
  const parts = steps.flatMap((step): [string, Value][] => {
    const inner =
      typeof step === 'string' && Object.hasOwn(map, step) ? part(map[step]!, below(step)) : undefined;
    return inner === undefined ? [] : [[String(step), inner]];
  });
  return parts.length > 0 ? { M: Object.fromEntries(parts) } : undefined;
}
