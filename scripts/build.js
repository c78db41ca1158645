/** Builds what the package ships in dist/: the command line, the local cloud and the licences of what they contain. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildCli } from './build-cli.js';
import { bundleLocalCloud } from './build-local-cloud.js';
import { thirdPartyLicences } from './licences.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');

mkdirSync(dist, { recursive: true });
const [metafile, localCloud] = await Promise.all([buildCli(dist), bundleLocalCloud()]);
writeFileSync(join(dist, 'local-cloud.mjs'), localCloud);
writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), thirdPartyLicences(root, [metafile]));
// Only now, so that a command line that runs meanwhile, or a build that fails, finds the chunks of the one before.
const chunks = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
for (const name of readdirSync(join(dist, 'chunks'))) {
  if (!chunks.has(name)) rmSync(join(dist, 'chunks', name));
}
const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
const kilobytes = (count) => `${Math.round(count / 1000)} kB`;
console.log(`dist: command line ${kilobytes(bytes)}, local cloud ${kilobytes(localCloud.length)}`);
