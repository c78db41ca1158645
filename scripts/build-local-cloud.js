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
    external: ['esbuild', 'dynalite', 'jose', 'velocityjs'],
    write: false,
    logLevel: 'warning',
  });
  const types = readFileSync(join(root, 'src', 'local-cloud', 'types.jsdoc'), 'utf8');
  // startLocal is exported once more, with its types, at the end.
  const code = outputFiles[0].text.replace(/\nexport \{\n {2}startLocal\n\};\s*$/, '\n');
  const body = `${code}\n${types}`;
  return `${header(body)}${body}`;
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
