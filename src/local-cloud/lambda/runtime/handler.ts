import { existsSync, readFileSync } from 'node:fs';
import Module from 'node:module';
import { basename, dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Assignment } from '../protocol.ts';
import { RuntimeError } from './errors.ts';

export type Handler = (
  event: unknown,
  context: object,
  callback: (error?: unknown, result?: unknown) => void,
) => unknown;

/**
 * Loads `index.handler` from `index.js`, `index.mjs` or `index.cjs` in the code folder. Throws the runtime's errors:
 * `Runtime.ImportModuleError`, `Runtime.UserCodeSyntaxError`, `Runtime.HandlerNotFound`, `Runtime.MalformedHandlerName`.
 */
export async function loadHandler({ codeDir, handler, runtime }: Assignment): Promise<Handler> {
  const [file, ...path] = basename(handler).split('.');
  if (!file || path.length === 0) throw new RuntimeError('Runtime.MalformedHandlerName', 'Bad handler');
  const stem = join(dirname(handler), file);
  const entry = ['.js', '.mjs', '.cjs'].map((suffix) => join(codeDir, stem + suffix)).find(existsSync);
  if (!entry) {
    throw new RuntimeError(
      'Runtime.ImportModuleError',
      `Error: Cannot find module '${stem}' in ${codeDir}: build the function first.`,
    );
  }
  const exported = pick(await load(entry, codeDir), path);
  if (exported === undefined) {
    throw new RuntimeError('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  }
  if (typeof exported !== 'function') {
    throw new RuntimeError('Runtime.HandlerNotFound', `${handler} is not a function`);
  }
  refuseCallback(exported, runtime);
  return exported as Handler;
}

async function load(entry: string, codeDir: string): Promise<unknown> {
  try {
    return isCommonJs(entry, codeDir) ? loadCommonJs(entry) : await import(pathToFileURL(entry).href);
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new RuntimeError('Runtime.UserCodeSyntaxError', String(error), error);
    const code = (error as { code?: unknown } | null)?.code;
    if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') {
      throw new RuntimeError('Runtime.ImportModuleError', String(error), error);
    }
    throw error;
  }
}

/** On Lambda only a package.json inside the code decides; one of the project around it must not. */
function isCommonJs(entry: string, codeDir: string): boolean {
  if (extname(entry) !== '.js') return extname(entry) === '.cjs';
  const manifest = [dirname(entry), codeDir].map((dir) => join(dir, 'package.json')).find(existsSync);
  return !manifest || JSON.parse(readFileSync(manifest, 'utf8')).type !== 'module';
}

function loadCommonJs(entry: string): unknown {
  type Loader = { _nodeModulePaths(dir: string): string[] };
  type Compiled = { _compile(source: string, file: string): void };
  const module = new Module(entry);
  module.filename = entry;
  module.paths = (Module as unknown as Loader)._nodeModulePaths(dirname(entry));
  (module as unknown as Compiled)._compile(readFileSync(entry, 'utf8'), entry);
  return module.exports;
}

function pick(exports: unknown, path: string[]): unknown {
  let value = exports;
  for (const name of path) value = (value as Record<string, unknown> | undefined)?.[name];
  return value;
}

/** Node.js 24 and later take no handlers with a callback (Lambda guide, "Node.js handlers", 2026). */
function refuseCallback(handler: { length: number }, runtime: string): void {
  const major = Number(/^nodejs(\d+)/.exec(runtime)?.[1] ?? 0);
  if (major >= 24 && handler.length >= 3) {
    throw new RuntimeError(
      'Runtime.CallbackHandlerDeprecated',
      'Lambda runtimes from Node.js 24 on do not accept callback-based handlers: make the handler async.',
    );
  }
}
