import { brotliCompressSync, constants } from 'node:zlib';
import { resolve } from '../../src/generate/answers.ts';
import type { FileTree } from '../../src/generate/file-tree.ts';
import { optionKeys } from '../../src/generate/options.ts';
import { patterns } from '../../src/generate/patterns.ts';
import { render } from '../../src/generate/render.ts';
import { isKeptWhole } from '../../src/project/base-line.ts';
import { longestText } from '../../src/project/released-texts.ts';
import { type Row, valuesOf } from '../../test/combinations/values.ts';

/**
 * By path, what the templates write there: of every project with the defaults of its pattern but one answer, the lines
 * that no other has had. As JSON, compressed. The same templates give the same bytes.
 */
export function textsOfTemplates(): Buffer {
  const variants = new Map<string, Set<string>>();
  for (const tree of projects()) {
    for (const [path, entry] of tree) {
      if (!isKeptWhole(path, entry)) continue;
      const texts = variants.get(path) ?? new Set();
      variants.set(path, texts.add(Buffer.from(entry.content).toString('utf8')));
    }
  }
  const paths = [...variants.keys()].sort();
  const texts = Object.fromEntries(paths.map((path) => [path, joined([...variants.get(path)!])]));
  return brotliCompressSync(JSON.stringify(texts), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 },
  });
}

function projects(): FileTree[] {
  return patterns
    .filter(({ ready }) => ready)
    .flatMap(({ slug: pattern }) => {
      const given = { pattern, name: 'Shop', slug: 'shop' };
      const resolved = resolve(given);
      if ('faults' in resolved) throw new Error(`${pattern} has no defaults`);
      const { answers } = resolved;
      const others = optionKeys
        .filter((key) => answers[key] !== undefined && !Object.hasOwn(given, key))
        .flatMap((key) =>
          valuesOf(key, answers as unknown as Row).map((value) => ({ ...given, [key]: value })),
        );
      return [given, ...others];
    })
    .map((row) => resolve(row))
    .flatMap((resolved) => ('answers' in resolved ? [render(resolved.answers, new Uint8Array())] : []));
}

/** The first text is the last, nearest to what follows a dictionary; before it what only others have. */
function joined(texts: readonly string[]): string {
  const seen = new Set<string>();
  const parts = texts.map((text) => {
    const own = text.split('\n').filter((line) => isShort(line) || !seen.has(line));
    for (const line of own) seen.add(line);
    return own.join('\n');
  });
  return lastBytes(parts.reverse().join('\n'));
}

/** A line that short costs less than to leave it out: it would break a longer match. */
const isShort = (line: string) => line.length <= 6;

function lastBytes(text: string): string {
  const bytes = Buffer.from(text);
  // A character that was cut in two is left out whole.
  return bytes
    .subarray(-longestText)
    .toString('utf8')
    .replace(/^\uFFFD+/, '');
}
