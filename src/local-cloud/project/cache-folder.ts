import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A folder for things that can be made again, in `node_modules` and so never in version control. */
export function cacheFolder(folder: string): string {
  const real = realpathSync(folder);
  // A node_modules that several projects share by a link keeps them apart by the hash.
  const id = createHash('sha256').update(real).digest('hex').slice(0, 8);
  const cache = join(real, 'node_modules', '.cache', 'local-cloud', `${basename(real)}-${id}`);
  mkdirSync(cache, { recursive: true });
  return cache;
}
