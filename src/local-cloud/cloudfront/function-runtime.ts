import { createHash, createHmac } from 'node:crypto';
import querystring from 'node:querystring';
import vm from 'node:vm';
import type { Properties, Resource } from '../contract.ts';
import { findStore, type KeyValueStore } from './key-value-store.ts';

/** A CloudFront Function, loaded. */
export interface EdgeFunction {
  name: string;
  /** Runs the handler; throws what it throws. */
  run(event: Properties): Promise<Properties>;
}

/** CloudFront allows a function about a millisecond; a loaded laptop gets a second before it counts as endless. */
const timeout = 1000;

/**
 * Loads a function into a context of its own with what the runtime offers (developer guide, "JavaScript runtime 2.0
 * features for CloudFront Functions"): `cloudfront`, `crypto`, `querystring` and `buffer` modules, no network.
 */
export async function loadFunction(
  resource: Resource,
  stores: Map<string, KeyValueStore>,
  log: (line: string) => void,
): Promise<EdgeFunction> {
  const { properties } = resource;
  const name = properties.Name ?? resource.ref;
  const associated: Properties[] = properties.FunctionConfig?.KeyValueStoreAssociations ?? [];
  const first = associated[0]?.KeyValueStoreARN;
  const modules: Properties = {
    cloudfront: { kvs: (id?: string) => storeHandle(findStore(stores, id ?? first ?? '')) },
    crypto: { createHash, createHmac },
    querystring,
    buffer: { Buffer },
  };
  const context = vm.createContext({
    Buffer,
    atob,
    btoa,
    console: { log: (...items: unknown[]) => log(items.map(String).join(' ')) },
    require: (id: string) => {
      if (!(id in modules)) throw new Error(`Cannot find module "${id}"`);
      return modules[id];
    },
    module: { exports: {} },
  });
  vm.runInContext(await commonJs(properties.FunctionCode ?? ''), context, {
    timeout,
    filename: `${name}.js`,
  });
  return {
    name,
    run: async (event) => {
      context.event = structuredClone(event);
      const result = vm.runInContext('handler(event)', context, { timeout });
      return structuredClone(JSON.parse(JSON.stringify((await result) ?? null)));
    },
  };
}

/** Functions import by `import cf from 'cloudfront'`; `node:vm` runs scripts. */
async function commonJs(code: string): Promise<string> {
  if (!/\bimport\b/.test(code)) return code;
  const { transform } = await import('esbuild');
  const result = await transform(code, {
    format: 'cjs',
    loader: 'js',
    platform: 'neutral',
    target: 'es2022',
  });
  return result.code;
}

/** `cf.kvs()` of the runtime: `get`, `exists`, `count` and `meta`, all asynchronous. */
function storeHandle(store: KeyValueStore | undefined) {
  if (!store) throw new Error('The key value store is not associated with this function.');
  return {
    get: async (key: string, options: { format?: 'string' | 'json' | 'bytes' } = {}) => {
      const value = store.values.get(key);
      if (value === undefined) throw new Error(`KeyValueStore: key "${key}" was not found`);
      if (options.format === 'json') return JSON.parse(value);
      return options.format === 'bytes' ? Buffer.from(value) : value;
    },
    exists: async (key: string) => store.values.has(key),
    count: async () => store.values.size,
    meta: async () => ({ keyCount: store.values.size }),
  };
}
