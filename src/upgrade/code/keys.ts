import type { Token } from './lex.ts';

/** What a token means whatever its quotes; white space within comments at the ends of lines does not count. */
export function tokenKey(token: Token): string {
  if (token.kind === 'string') {
    const inner = token.text.slice(1, -1);
    return /["'\\]/.test(inner) ? token.text : `"${inner}"`;
  }
  if (token.kind === 'comment') return token.text.replace(/\s*\n\s*/g, '\n').trimEnd();
  return token.text;
}

/** Joins the keys of the tokens of one line; a `;` or `,` at its end does not count. */
export function joinKeys(keys: readonly string[]): string {
  const end = keys.at(-1) === ';' || keys.at(-1) === ',' ? keys.length - 1 : keys.length;
  return keys.slice(0, end).join('\u0001');
}
