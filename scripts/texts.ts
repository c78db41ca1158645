/**
 * Writes history/texts-<n>.json.br from the templates of the work tree: what records of projects are compressed against.
 * Before a release that changes them much: raise `newestTexts` in src/project/released-texts.ts, and run
 *
 *   npm run texts
 *
 * The texts of a release never change; while the newest are of no release yet, they may be written anew.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/generate/templates-root.ts';
import { newestTexts, textsFile } from '../src/project/released-texts.ts';
import { writeSums } from './generation/sums.ts';
import { textsOfTemplates } from './generation/texts.ts';

const texts = textsOfTemplates();
writeFileSync(join(packageRoot(), textsFile(newestTexts)), texts);
writeSums();
console.log(`${textsFile(newestTexts)}: ${Math.round(texts.length / 1000)} kB`);
