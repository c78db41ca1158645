/**
 * A line broken at spaces to fit `columns`; what follows stands under its first word and two columns further in. A word
 * that is too long stays whole: it may be a path or a command to copy. Without columns, as in a file or on a terminal that
 * says it has none, the line stays.
 */
export function wrapLine(line: string, columns: number | undefined): string[] {
  if (columns === undefined || columns < 1 || line.length <= columns) return [line];
  const indent = /^ */.exec(line)![0];
  const lines: string[] = [];
  let current = '';
  for (const word of line.trim().split(' ')) {
    const start = lines.length === 0 ? indent : `${indent}  `;
    if (current === '') current = start + word;
    else if (current.length + 1 + word.length <= columns) current += ` ${word}`;
    else {
      lines.push(current);
      current = `${indent}  ${word}`;
    }
  }
  return [...lines, current];
}
