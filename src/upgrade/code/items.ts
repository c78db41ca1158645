import { joinKeys, tokenKey } from './keys.ts';
import type { Lexed, Token } from './lex.ts';

/**
 * A source text as items to be compared: one item a line, but one item for a whole import statement. A key says what
 * an item means, whatever its white space, quotes and trailing `;` or `,`.
 */
export interface Items {
  texts: string[];
  keys: string[];
}

/** The items of a source text. `lexed` is what `lex` gives for the same lines joined with line feeds. */
export function itemsOf(lines: readonly string[], lexed: Lexed): Items {
  const keys = lineKeys(lines.length, lexed.tokens);
  const statements = new Map(importStatements(lexed.tokens).map((found) => [found.line, found]));
  const items: Items = { texts: [], keys: [] };
  for (let line = 0; line < lines.length; line += 1) {
    const statement = statements.get(line);
    items.texts.push(lines.slice(line, (statement?.endLine ?? line) + 1).join('\n'));
    items.keys.push(statement?.key ?? joinKeys(keys[line]!));
    line = statement?.endLine ?? line;
  }
  return items;
}

/** The token keys of every line. A token of several lines gives one piece to each. */
function lineKeys(count: number, tokens: readonly Token[]): string[][] {
  const keys: string[][] = Array.from({ length: count }, () => []);
  for (const token of tokens) {
    if (token.line === token.endLine) keys[token.line]!.push(tokenKey(token));
    else {
      const pieces = token.text.split('\n');
      for (const [index, piece] of pieces.entries()) {
        keys[token.line + index]!.push(token.kind === 'comment' ? piece.trim() : `\u0002${piece}`);
      }
    }
  }
  return keys;
}

export interface Statement {
  line: number;
  endLine: number;
  key: string;
}

/** Import statements that have their lines to themselves. */
export function importStatements(tokens: readonly Token[]): Statement[] {
  const statements: Statement[] = [];
  if (!tokens.some(({ text }) => text === 'import')) return statements;
  let depth = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index]!;
    if (token.kind === 'punctuation') {
      if ('([{'.includes(token.text)) depth += 1;
      else if (')]}'.includes(token.text)) depth -= 1;
    }
    if (depth !== 0 || token.text !== 'import' || tokens[index - 1]?.endLine === token.line) continue;
    const end = importEnd(tokens, index);
    if (end === undefined) continue;
    const part = tokens.slice(index, end + 1);
    const kept = part.filter((each, at) => !(each.text === ',' && part[at + 1]?.text === '}'));
    statements.push({ line: token.line, endLine: tokens[end]!.endLine, key: joinKeys(kept.map(tokenKey)) });
    index = end;
  }
  return statements;
}

/** The index of the last token of the import at `start`, or undefined when it is not a plain statement. */
function importEnd(tokens: readonly Token[], start: number): number | undefined {
  let end = start + 1;
  while (tokens[end]?.kind === 'word' || ['{', '}', ',', '*'].includes(tokens[end]?.text ?? '')) end += 1;
  if (tokens[end]?.kind !== 'string') return undefined;
  if (tokens[end + 1]?.text === ';') end += 1;
  const after = tokens[end + 1];
  return after && after.line === tokens[end]!.endLine ? undefined : end;
}
