import { fileURLToPath } from 'node:url';

/** Replaced with the text of `runtime/` when the local cloud is bundled to one file. */
declare const LAMBDA_RUNTIME: string | undefined;

/**
 * The script that runs in the thread of an execution environment. Threads get it as text, because a bundled local
 * cloud has no files beside it.
 */
export async function runtimeSource(): Promise<string> {
  return typeof LAMBDA_RUNTIME === 'string' ? LAMBDA_RUNTIME : buildRuntime();
}

/** Bundles `runtime/` to one CommonJS script; whoever bundles the local cloud defines `LAMBDA_RUNTIME` with it. */
export async function buildRuntime(): Promise<string> {
  const { build } = await import('esbuild');
  const result = await build({
    entryPoints: [fileURLToPath(new URL('./runtime/index.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  });
  return result.outputFiles[0]!.text;
}
