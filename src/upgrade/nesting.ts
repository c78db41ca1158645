/** Values nested deeper than this are not looked into. */
export const maxDepth = 100;

/**
 * True when a text may nest deeper than a recursive parser can follow. Brackets are counted wherever they stand, so that
 * a text with many of them in its strings may count as deep, too; it is then merged as plain lines.
 */
export function nestsTooDeep(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    if (depth > maxDepth) return true;
  }
  // In YAML a line may open many levels, or stand many levels in.
  return /^[ \t?:-]{200}/m.test(text);
}
