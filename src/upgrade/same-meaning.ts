import type { FileEntry } from '../generate/file-tree.ts';
import { isBinary } from './binary.ts';
import { sameTokens } from './code/tokens.ts';
import { sameContent } from './entries.ts';
import { fileKind } from './file-kind.ts';
import { readText } from './text-attributes.ts';
import { parseYaml } from './yaml/tree.ts';

/** True when two files differ in format alone: line ends, encoding marks and, where it is known, layout and quotes. */
export function sameMeaning(path: string, a: FileEntry, b: FileEntry): boolean {
  if (sameContent(a, b)) return true;
  if (a.link || b.link || isBinary(a.content) || isBinary(b.content)) return false;
  const [left, right] = [readText(a.content).lines, readText(b.content).lines];
  const [x, y] = [left.join('\n'), right.join('\n')];
  if (x === y) return true;
  const kind = fileKind(path);
  if (kind === 'code' || kind === 'json') return sameTokens(left, right);
  if (kind !== 'yaml' || bareText(left) !== bareText(right)) return false;
  const value = parseYaml(x)?.canonical;
  return value !== undefined && value === parseYaml(y)?.canonical;
}

/** The text without white space and quotes. */
function bareText(lines: readonly string[]): string {
  return lines.join('').replace(/[\s"']/g, '');
}
