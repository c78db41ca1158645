import { keyText } from '../items/key.ts';
import type { Item, Table } from '../types.ts';

/** Expiry in seconds since the epoch of each item that has one: table name, then key text. */
export type Expiry = Map<string, Map<string, { key: Item; at: number }>>;

/** Remembers when an item expires, or that it no longer does. */
export function noteExpiry(
  { expiry }: { expiry: Expiry },
  table: Table,
  key: Item,
  item: Item | undefined,
): void {
  const at = table.ttl === undefined ? undefined : expiryOf(item?.[table.ttl]?.N);
  const entries = expiry.get(table.name);
  if (at === undefined) entries?.delete(keyText(key));
  else if (entries) entries.set(keyText(key), { key, at });
  else expiry.set(table.name, new Map([[keyText(key), { key, at }]]));
}

function expiryOf(text: unknown): number | undefined {
  const seconds = Number(text);
  return typeof text === 'string' && Number.isFinite(seconds) ? seconds : undefined;
}
