/**
 * Bundles the local cloud to dist/local-cloud.mjs, the one file that generated projects hold as dev/local-cloud.mjs:
 * readable, an ES module, with its licence, version and the hash of its body at its head.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The text of the bundle; the same sources give the same bytes. */
export async function bundleLocalCloud() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['src/local-cloud/main.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    charset: 'utf8',
    legalComments: 'none',
    // Threads and the console page get their scripts as text: there is no file beside the bundle.
    define: {
      LAMBDA_RUNTIME: JSON.stringify(await lambdaRuntime()),
      CONSOLE_PAGE: JSON.stringify(await consolePage()),
    },
    external: ['esbuild', 'dynalite', 'jose', 'velocityjs'],
    write: false,
    logLevel: 'warning',
  });
  const body = outputFiles[0].text;
  return `${header(body)}${body}`;
}

async function lambdaRuntime() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['src/local-cloud/lambda/runtime/index.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0].text;
}

async function consolePage() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['main.ts', 'style.css'].map((name) => `src/local-cloud/console/page/${name}`),
    bundle: true,
    outdir: 'page',
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    write: false,
    logLevel: 'warning',
  });
  const text = (end) => outputFiles.find(({ path }) => path.endsWith(end)).text;
  return { script: text('.js'), style: text('.css') };
}

const header = (
  body,
) => `// The local cloud ${version}: serves this project's CDK app on localhost. SPDX-License-Identifier: MIT-0
// Made by create-serverless-pattern, whose "upgrade" replaces this file whole. Yours to set up is dev/config.ts.
// sha256 of all below this comment: ${createHash('sha256').update(body).digest('hex')}
// @ts-nocheck
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, 'dist', 'local-cloud.mjs'), await bundleLocalCloud());
}
