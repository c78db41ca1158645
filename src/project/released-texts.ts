import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { packageRoot } from '../generate/templates-root.ts';

/** Number of the texts that new lines of a record refer to. */
export const newestTexts = 1;

/** The compressor sees that much before a content (the window of deflate, RFC 1951). */
export const longestText = 32 * 1024;

/** Path of texts in this package. Once released, a file stays as it is for ever: records can be read with it alone. */
export const textsFile = (number: number) => `history/texts-${number}.json.br`;

const loaded = new Map<number, ReadonlyMap<string, Uint8Array> | undefined>();

/**
 * What the templates of a release write at each path, whatever the answers, in at most 32 KiB: a line of a record holds
 * only what differs. `undefined` for a number that this package does not have.
 */
export function releasedTexts(number: number): ReadonlyMap<string, Uint8Array> | undefined {
  if (!loaded.has(number)) loaded.set(number, load(number));
  return loaded.get(number);
}

function load(number: number): ReadonlyMap<string, Uint8Array> | undefined {
  // The number may come from anywhere; those above are not in this package.
  if (!Number.isInteger(number) || number < 1 || number > newestTexts) return undefined;
  const text = brotliDecompressSync(readFileSync(join(packageRoot(), textsFile(number)))).toString('utf8');
  const texts = JSON.parse(text) as Record<string, string>;
  return new Map(Object.entries(texts).map(([path, each]) => [path, Buffer.from(each)]));
}
