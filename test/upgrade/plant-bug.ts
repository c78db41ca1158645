import type { Mutation } from './mutations.ts';

/** The source with the bug, or undefined unless its place is found once. Line breaks do not matter. */
export function plantBug(source: string, { from, to }: Pick<Mutation, 'from' | 'to'>): string | undefined {
  const escaped = from.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(escaped.replace(/\s+/g, '\\s+'), 'g');
  return source.match(pattern)?.length === 1 ? source.replace(pattern, () => to) : undefined;
}
