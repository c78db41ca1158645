import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { buildCli } from '../../scripts/build-cli.js';
import { packageRoot } from '../../src/generate/templates-root.ts';

/** In the place of the templates: a small project, of `CSP_FILES` files of about 2 kB each when that is set. */
const renderer = `export async function renderProject({ name }) {
  const tree = new Map([['README.md', { content: Buffer.from('# ' + name + '\\n'), mode: 0o644 }]]);
  tree.set('data.json', { content: Buffer.from('{"a":1}\\n'), mode: 0o644 });
  for (let i = 0; i < Number(process.env.CSP_FILES ?? 3); i += 1)
    tree.set('src/part-' + i + '/file.ts', { content: Buffer.from(('// ' + i + ' of the files\\n').repeat(100)), mode: 0o644 });
  return tree;
}`;

const smallRenderer: Plugin = {
  name: 'small-renderer',
  setup: (builder) => {
    builder.onLoad({ filter: /render-project\.ts$/ }, () => ({ contents: renderer, loader: 'js' }));
  },
};

export interface Built {
  /** The executable, as a symbolic link like the one that npm makes. */
  bin: string;
  remove(): void;
}

/** Bundles the command line as it ships, with a small project in the place of the templates. */
export async function build(): Promise<Built> {
  const folder = join(packageRoot(), 'test', '.tools', `cli-${process.pid}`);
  const bin = join(folder, 'node_modules', '.bin', 'create-serverless-pattern');
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  // A run that was broken off may have had the same process number.
  remove();
  mkdirSync(join(folder, 'node_modules', '.bin'), { recursive: true });
  await buildCli(join(folder, 'dist'), [smallRenderer]);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'bin.js'), `#!/usr/bin/env node\nimport './dist/cli.js';\n`, { mode: 0o755 });
  symlinkSync(join(folder, 'bin.js'), bin);
  return { bin, remove };
}

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end; `seen` is called with all output so far, and may write to it or signal it. */
export function runProcess(
  command: string,
  argv: readonly string[],
  options: { cwd: string; env?: Record<string, string | undefined> },
  seen: (output: string, child: ReturnType<typeof spawn>) => void = () => {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, argv, { cwd: options.cwd, env: { ...process.env, CI: '', ...options.env } });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].on('data', (chunk) => {
        output[name] += chunk;
        seen(output.stdout + output.stderr, child);
      });
    }
    child.stdin.on('error', () => {});
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...output }));
  });
}
