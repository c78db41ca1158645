import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/generate/templates-root.ts';
import { sha256 } from '../../src/project/hash.ts';

/** Digests of all that history/ keeps, as `sha256sum -c` reads them: what is released shows in a review when it changes. */
export const sumsPath = join(packageRoot(), 'history', 'SHA256SUMS');

/** The text that SHA256SUMS should have. */
export function sumsOfHistory(): string {
  const folder = join(packageRoot(), 'history');
  const names = readdirSync(folder).filter((name) => name.endsWith('.br'));
  return names
    .sort()
    .map((name) => `${sha256(readFileSync(join(folder, name)))}  ${name}\n`)
    .join('');
}

export function writeSums(): void {
  writeFileSync(sumsPath, sumsOfHistory());
}
