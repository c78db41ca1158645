import type { FileEntry } from '../generate/file-tree.ts';
import { isBinary } from './binary.ts';
import { sameTokens } from './code/tokens.ts';
import { sameContent } from './entries.ts';
import { fileKind } from './file-kind.ts';
import { commentsOf } from './json/layout.ts';
import { parseJson } from './json/tree.ts';
import { readText } from './text-attributes.ts';
import { parseYaml } from './yaml/tree.ts';

/** True when two files differ in format alone: line ends, encoding marks and, where it is known, layout and quotes. */
export function sameMeaning(path: string, a: FileEntry, b: FileEntry): boolean {
  if (sameContent(a, b)) return true;
  if (a.link || b.link || isBinary(a.content) || isBinary(b.content)) return false;
  const [left, right] = [readText(a.content).lines, readText(b.content).lines];
  const [x, y] = [left.join('\n'), right.join('\n')];
  if (x === y) return true;
  switch (fileKind(path)) {
    case 'code':
      return sameTokens(left, right);
    case 'json':
      return (
        sameText(commentsOf(x), commentsOf(y)) && sameValue(parseJson(x)?.canonical, parseJson(y)?.canonical)
      );
    case 'yaml':
      return (
        sameText(hashComments(left), hashComments(right)) &&
        sameValue(parseYaml(x)?.canonical, parseYaml(y)?.canonical)
      );
    default:
      return false;
  }
}

function sameText(a: readonly string[], b: readonly string[]): boolean {
  return a.join('\n') === b.join('\n');
}

function sameValue(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && a === b;
}

function hashComments(lines: readonly string[]): string[] {
  return lines.filter((line) => line.includes('#')).map((line) => line.slice(line.indexOf('#')).trim());
}
