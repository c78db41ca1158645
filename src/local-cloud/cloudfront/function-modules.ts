import type { Properties } from '../contract.ts';
import { findStore, type KeyValueStore } from './key-value-store.ts';

/** What a function made of the origin of its request; what the helpers take is not checked yet. */
export type OriginChange =
  | { select: string; overrides?: Properties }
  | { update: Properties }
  | { group: Properties };

/**
 * The module `cloudfront` of runtime 2.0, as a script for the context of the function: its promises have to be those of
 * the context, so that they are worked off within a run (developer guide, "Helper methods for key value stores" and
 * "Helper methods for origin modification"). What it calls on the host is synchronous and takes and gives plain values.
 */
export const cloudfrontModule = `(host) => ({
  kvs: (id) => {
    const store = host.store(id);
    return {
      get: async (key, options) => {
        const format = options && options.format;
        const value = host.get(store, key);
        return format === 'json' ? JSON.parse(value) : format === 'bytes' ? host.bytes(value) : value;
      },
      exists: async (key) => host.exists(store, key),
      count: async () => host.count(store),
      meta: async () => ({ keyCount: host.count(store) }),
    };
  },
  updateRequestOrigin: (origin) => host.change(JSON.stringify({ update: origin })),
  selectRequestOriginById: (id, overrides) => host.change(JSON.stringify({ select: id, overrides })),
  createRequestOriginGroup: (group) => host.change(JSON.stringify({ group })),
})`;

/** What `cf.kvs()` calls; `standard` is the id or ARN of the store that a function gets without naming one. */
export function storeCalls(stores: Map<string, KeyValueStore>, standard: string | undefined) {
  return {
    store: (id?: string): KeyValueStore => {
      const found = findStore(stores, id ?? standard ?? '');
      if (!found) throw new Error('The key value store is not associated with this function.');
      return found;
    },
    get: ({ values }: KeyValueStore, key: string): string => {
      const value = values.get(key);
      if (value === undefined) throw new Error(`KeyValueStore: key "${key}" was not found`);
      return value;
    },
    bytes: (value: string): Buffer => Buffer.from(value),
    exists: ({ values }: KeyValueStore, key: string): boolean => values.has(key),
    count: ({ values }: KeyValueStore): number => values.size,
  };
}

/** Records what a run makes of the origin; of several changes the last one counts. */
export function originCalls() {
  let made: OriginChange | undefined;
  return {
    calls: {
      change: (json: string): void => {
        made = JSON.parse(json) as OriginChange;
      },
    },
    /** A run begins. */
    begin: (): void => {
      made = undefined;
    },
    made: (): OriginChange | undefined => made,
  };
}
