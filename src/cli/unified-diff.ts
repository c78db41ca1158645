import { diffIndices } from 'node-diff3';
import { isBinary } from '../upgrade/binary.ts';

const context = 3;

/** A unified diff as git writes it; the empty text when both are the same. `before` is absent for a new file. */
export function unifiedDiff(path: string, before: Uint8Array | undefined, after: Uint8Array): string {
  if (before && Buffer.compare(before, after) === 0) return '';
  const from = before ? `a/${path}` : '/dev/null';
  if (isBinary(after) || (before && isBinary(before))) return `Binary files ${from} and b/${path} differ\n`;
  const left = linesOf(before ?? new Uint8Array());
  const right = linesOf(after);
  const hunks = grouped(regions(left, right)).map((group) => hunkText(group, left, right));
  return `--- ${from}\n+++ b/${path}\n${hunks.join('')}`;
}

/** A run of lines that differ: `[start, length]` on each side. */
interface Region {
  left: [number, number];
  right: [number, number];
}

function regions(left: readonly string[], right: readonly string[]): Region[] {
  if (left.length === 0) return [{ left: [0, 0], right: [0, right.length] }];
  return diffIndices([...left], [...right]).map(({ buffer1, buffer2 }) => ({
    left: buffer1,
    right: buffer2,
  }));
}

/** Regions whose context would touch are one hunk. */
function grouped(all: readonly Region[]): Region[][] {
  const groups: Region[][] = [];
  for (const region of all) {
    const last = groups.at(-1)?.at(-1);
    if (last && region.left[0] - (last.left[0] + last.left[1]) <= 2 * context) groups.at(-1)!.push(region);
    else groups.push([region]);
  }
  return groups;
}

function hunkText(group: readonly Region[], left: readonly string[], right: readonly string[]): string {
  const first = group[0]!;
  const last = group.at(-1)!;
  const lead = Math.min(context, first.left[0]);
  const end = Math.min(left.length, last.left[0] + last.left[1] + context);
  const lines: string[] = [];
  let at = first.left[0] - lead;
  for (const region of group) {
    lines.push(...marked(' ', left.slice(at, region.left[0])));
    lines.push(...marked('-', slice(left, region.left)), ...marked('+', slice(right, region.right)));
    at = region.left[0] + region.left[1];
  }
  lines.push(...marked(' ', left.slice(at, end)));
  const removed = end - (first.left[0] - lead);
  const added = lines.filter((line) => !line.startsWith('-') && !line.startsWith('\\')).length;
  return `@@ -${span(first.left[0] - lead, removed)} +${span(first.right[0] - lead, added)} @@\n${lines.join('')}`;
}

function slice(lines: readonly string[], [start, length]: [number, number]): string[] {
  return lines.slice(start, start + length);
}

/** Lines keep their end, so that a missing last newline can be told as diff tells it. */
function marked(mark: string, lines: readonly string[]): string[] {
  return lines.flatMap((line) =>
    line.endsWith('\n') ? [mark + line] : [`${mark}${line}\n`, '\\ No newline at end of file\n'],
  );
}

function span(start: number, length: number): string {
  return `${length === 0 ? start : start + 1},${length}`;
}

function linesOf(content: Uint8Array): string[] {
  return (
    Buffer.from(content)
      .toString('utf8')
      .match(/[^\n]*\n|[^\n]+$/g) ?? []
  );
}
