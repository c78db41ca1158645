/** Builds what the package ships in dist/: the command line, the local cloud and the licences of what they contain. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildCli } from './build-cli.js';
import { bundleLocalCloud } from './build-local-cloud.js';
import { thirdPartyLicences } from './licences.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');

rmSync(join(dist, 'chunks'), { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
const [metafile, localCloud] = await Promise.all([buildCli(dist), bundleLocalCloud()]);
writeFileSync(join(dist, 'local-cloud.mjs'), localCloud);
writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), thirdPartyLicences(root, [metafile]));
const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
const kilobytes = (count) => `${Math.round(count / 1000)} kB`;
console.log(`dist: command line ${kilobytes(bytes)}, local cloud ${kilobytes(localCloud.length)}`);
