/** The white space of one level of indentation: a tab, or the smallest step of spaces that most lines agree with. */
export function indentUnit(lines: readonly string[]): string | undefined {
  const widths = new Map<number, number>();
  let tabs = 0;
  for (const line of lines) {
    if (/^\t+\S/.test(line)) tabs += 1;
    // A line that begins with a star continues a block comment, one column further in.
    const spaces = /^( +)[^\s*]/.exec(line)?.[1]?.length ?? 0;
    if (spaces > 1) widths.set(spaces, (widths.get(spaces) ?? 0) + 1);
  }
  const total = [...widths.values()].reduce((sum, count) => sum + count, 0);
  if (tabs > total) return '\t';
  for (const width of [8, 4, 3, 2]) {
    const agreeing = [...widths].reduce((sum, [each, count]) => sum + (each % width === 0 ? count : 0), 0);
    if (total > 0 && agreeing >= total * 0.9) return ' '.repeat(width);
  }
  return total > 0 ? '  ' : undefined;
}

/** The line with its leading white space in units of `to` instead of `from`; alignment beyond whole units is kept. */
export function reindent(line: string, from: string | undefined, to: string | undefined): string {
  if (from === undefined || to === undefined || from === to) return line;
  let levels = 0;
  while (line.startsWith(from, levels * from.length)) levels += 1;
  return to.repeat(levels) + line.slice(levels * from.length);
}
