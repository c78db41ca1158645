/**
 * Writes the golden trees: the default project of every pattern that is ready, as real files that a review can read.
 * The local cloud's program is left out: it is this repository's own source, bundled.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { goldenFolder, goldenProjects } from '../test/golden-trees.ts';

rmSync(goldenFolder, { recursive: true, force: true });
for (const { slug, tree } of goldenProjects()) {
  for (const [path, { content, mode }] of tree) {
    const file = join(goldenFolder, slug, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content, { mode });
  }
  console.log(`test/golden/${slug}: ${tree.size} files`);
}
