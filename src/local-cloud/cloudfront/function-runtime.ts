import { createHash, createHmac } from 'node:crypto';
import querystring from 'node:querystring';
import vm from 'node:vm';
import type { Properties, Resource } from '../contract.ts';
import { cloudfrontModule, type OriginChange, originCalls, storeCalls } from './function-modules.ts';
import type { KeyValueStore } from './key-value-store.ts';

/** A CloudFront Function, loaded. */
export interface EdgeFunction {
  name: string;
  /** Runs the handler to its end; throws what it throws, and when it does not end. */
  run(event: Properties): FunctionOutcome;
}

export interface FunctionOutcome {
  /** What the handler returned, as JSON has it; `null` for nothing. */
  result: unknown;
  /** What it made of the origin by the helpers of the module `cloudfront`. */
  origin?: OriginChange;
}

/** CloudFront allows a function about a millisecond; a loaded laptop gets a second before it counts as endless. */
const timeout = 1000;

/** What host and context pass to each other. */
interface Exchange {
  input: string;
  settle(json: string | undefined): void;
  fail(message: string): void;
}

/**
 * One run. `async` makes a rejection of what is thrown at once; `String` is asked here because errors of the context are
 * none of the host's.
 */
const oneRun = new vm.Script(`(async () => handler(JSON.parse(__exchange.input)))().then(
  (value) => __exchange.settle(JSON.stringify(value)),
  (error) => __exchange.fail(String(error)),
)`);

/**
 * Loads a function into a context of its own with what its runtime offers (developer guide, "JavaScript runtime 2.0
 * features for CloudFront Functions" and "... 1.0 ..."): `cloudfront` (2.0 alone), `crypto`, `querystring` and `buffer`
 * modules, no network, no timers, no code made of strings. Promises of the context are worked off within a run and its time limit, since all that
 * a function can wait for is there already.
 */
export async function loadFunction(
  resource: Resource,
  stores: Map<string, KeyValueStore>,
  log: (line: string) => void,
): Promise<EdgeFunction> {
  const { properties } = resource;
  const name = properties.Name ?? resource.ref;
  const isFirst = properties.FunctionConfig?.Runtime === 'cloudfront-js-1.0';
  const code = new vm.Script(await scriptOf(properties.FunctionCode ?? '', isFirst), {
    filename: `${name}.js`,
  });
  const associated: Properties[] = properties.FunctionConfig?.KeyValueStoreAssociations ?? [];
  const origin = originCalls();
  const host = { ...storeCalls(stores, associated[0]?.KeyValueStoreARN), ...origin.calls };
  const exchange: Exchange = { input: '', settle: () => undefined, fail: () => undefined };
  const create = (): vm.Context => {
    const modules: Properties = { crypto: { createHash, createHmac }, querystring, buffer: { Buffer } };
    const globals = {
      Buffer,
      atob,
      btoa,
      console: { log: (...items: unknown[]) => log(items.map(String).join(' ')) },
      require: (id: string) => {
        if (!(id in modules)) throw new Error(`Cannot find module "${id}"`);
        return modules[id];
      },
      module: { exports: {} },
    };
    const made = vm.createContext(globals, {
      microtaskMode: 'afterEvaluate',
      codeGeneration: { strings: false, wasm: false },
    });
    Object.defineProperty(made, '__exchange', { value: exchange });
    if (!isFirst) modules.cloudfront = vm.runInContext(cloudfrontModule, made)(host);
    code.runInContext(made, { timeout });
    return made;
  };
  let context: vm.Context | undefined;
  return {
    name,
    run: (event) => {
      let outcome: { json?: string } | { message: string } | undefined;
      exchange.input = JSON.stringify(event);
      exchange.settle = (json) => {
        outcome = { json };
      };
      exchange.fail = (message) => {
        outcome = { message };
      };
      origin.begin();
      try {
        context ??= create();
        oneRun.runInContext(context, { timeout });
      } catch (error) {
        // What was cut off in the middle is in no state to go on.
        context = undefined;
        throw error;
      }
      if (!outcome) throw new Error('the promise that the function returned never settles');
      if ('message' in outcome) throw new Error(outcome.message);
      return { result: JSON.parse(outcome.json ?? 'null'), origin: origin.made() };
    },
  };
}

/**
 * Functions import by `import cf from 'cloudfront'`; `node:vm` runs scripts. Runtime 1.0 is ECMAScript 5.1 with some of 6
 * to 9 (developer guide, "JavaScript runtime 1.0 features for CloudFront Functions"): imports and `async` are none of it.
 * @throws when the runtime does not understand the code
 */
async function scriptOf(code: string, isFirst: boolean): Promise<string> {
  if (!(isFirst ? /\b(import|export|async|await)\b/ : /\bimport\b/).test(code)) return code;
  const { transform } = await import('esbuild');
  if (!isFirst) {
    const { code: script } = await transform(code, {
      format: 'cjs',
      loader: 'js',
      platform: 'neutral',
      target: 'es2022',
    });
    return script;
  }
  const supported = { 'async-await': false, generator: false };
  await transform(code, { loader: 'js', logLevel: 'silent', target: 'es2018', supported }).catch(() => {
    throw new Error('cloudfront-js-1.0 has no async functions; cloudfront-js-2.0 has');
  });
  return code;
}
