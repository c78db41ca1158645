import { reindent } from '../lines/indent.ts';

/** The white space at the beginning of the line that holds the offset. */
export function indentAt(document: string, offset: number): string {
  const lineStart = document.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(document.slice(lineStart))![0];
}

/** The offset after white space and comments. */
export function skipTrivia(document: string, offset: number): number {
  const trivia = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
  trivia.lastIndex = offset;
  return offset + trivia.exec(document)![0].length;
}

/** The end of the line (before its line feed) when only blanks and comments follow the offset on it; else undefined. */
export function lineEndAfter(document: string, offset: number): number | undefined {
  const rest = /(?:[ \t]|\/\*(?:(?!\*\/)[^\n])*\*\/)*(?:\/\/[^\n]*)?(?=\n|$)/y;
  rest.lastIndex = offset;
  const found = rest.exec(document);
  return found ? offset + found[0].length : undefined;
}

/** The start of the line when only blanks come before the offset on it; else undefined. */
export function lineStartBefore(document: string, offset: number): number | undefined {
  const lineStart = document.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*$/.test(document.slice(lineStart, offset)) ? lineStart : undefined;
}

export interface Indents {
  /** The indentation of the line that a text stood in, and of the one that it goes to. */
  from: string;
  to: string;
  /** One level of indentation on either side. */
  fromUnit: string | undefined;
  toUnit: string | undefined;
}

/** A text of several lines moved to another place: all lines but the first get the indentation of that place. */
export function moveText(text: string, { from, to, fromUnit, toUnit }: Indents): string {
  const [first, ...others] = text.split('\n');
  const moved = others.map((line) => {
    const bare = line.startsWith(from) ? line.slice(from.length) : line.trimStart();
    return bare === '' ? bare : to + reindent(bare, fromUnit, toUnit);
  });
  return [first, ...moved].join('\n');
}

/** Every comment of a JSON document, with its delimiters and without white space around it. */
export function commentsOf(document: string): string[] {
  const comments: string[] = [];
  if (!/\/[/*]/.test(document)) return comments;
  for (const [, comment] of document.matchAll(/"(?:\\.|[^"\\\n])*"|(\/\/[^\n]*|\/\*[\s\S]*?\*\/)/g)) {
    if (comment !== undefined) comments.push(comment.trim());
  }
  return comments;
}
