import { tokenKey } from './keys.ts';
import { lex, type Token } from './lex.ts';

/** One import statement, taken apart. */
export interface ImportStatement {
  /** The module with its quotes as double quotes. */
  module: string;
  typeOnly: boolean;
  defaultName?: string;
  namespace?: string;
  /** What stands between the braces, one entry each: `Stack`, `Stack as S`, `type StackProps`. Undefined: no braces. */
  names?: string[];
}

/** Takes an import statement apart, or gives undefined when the text is anything else, or holds a comment. */
export function parseImport(text: string): ImportStatement | undefined {
  const tokens = lex(text).tokens;
  if (tokens.at(-1)?.text === ';') tokens.pop();
  const module = tokens.pop();
  if (tokens[0]?.text !== 'import' || module?.kind !== 'string') return undefined;
  if (tokens.length === 1) return { module: tokenKey(module), typeOnly: false };
  if (tokens.pop()?.text !== 'from' || tokens.some(({ kind }) => kind === 'comment')) return undefined;
  tokens.shift();
  const statement: ImportStatement = { module: tokenKey(module), typeOnly: isTypeOnly(tokens) };
  if (statement.typeOnly) tokens.shift();
  return readClause(tokens, statement) ? statement : undefined;
}

function isTypeOnly(tokens: readonly Token[]): boolean {
  return tokens[0]?.text === 'type' && tokens.length > 1 && tokens[1]?.text !== ',';
}

function readClause(tokens: Token[], statement: ImportStatement): boolean {
  if (tokens[0]?.kind === 'word') {
    statement.defaultName = tokens.shift()!.text;
    if (tokens.length === 0) return true;
    if (tokens.shift()?.text !== ',') return false;
  }
  const texts = tokens.map(({ text }) => text);
  if (texts[0] === '*' && texts[1] === 'as' && texts.length === 3) {
    statement.namespace = texts[2]!;
    return true;
  }
  if (texts[0] !== '{' || texts.at(-1) !== '}') return false;
  const names = texts.slice(1, -1).join(' ').split(',');
  statement.names = names.map((name) => name.trim()).filter((name) => name !== '');
  return true;
}

/** The names that a statement brings into the file. */
export function bindingsOf({ defaultName, namespace, names }: ImportStatement): string[] {
  const named = (names ?? []).map((name) => name.split(' ').at(-1)!);
  return [defaultName, namespace, ...named].filter((name): name is string => name !== undefined);
}
