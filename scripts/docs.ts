/** Writes the generated tables into README.md. A test fails when they are stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTables } from '../src/generate/docs.ts';
import { packageRoot } from '../src/generate/templates-root.ts';

const file = join(packageRoot(), 'README.md');
writeFileSync(file, withTables(readFileSync(file, 'utf8')));
