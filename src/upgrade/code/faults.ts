import { importsOf } from './imports-of.ts';
import { type Lexed, lex, type Token } from './lex.ts';

interface Block {
  open: string;
  /** Names seen in this block, each with its sort: key, value, method. */
  seen: Set<string>;
  /** The index of the token before the opening bracket. */
  head: number;
}

const declaring = new Set(['const', 'let', 'var', 'class', 'enum', 'function']);
const notMethods = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'with',
  'function',
  'return',
  'await',
  'super',
]);

/**
 * Counts what should not be in sound code and is no matter of brackets: a name declared, imported or given as a key
 * twice in one block, two commas in a row, a line without the comma or semicolon that it needs. The count may be above zero for good code
 * (overloads, say), so that it says something only in comparison with the texts that a merge was made from.
 */
export function countFaults(lines: readonly string[], lexed: Lexed = lex(lines.join('\n'))): number {
  const tokens = lexed.tokens.filter(({ kind }) => kind !== 'comment');
  const blocks: Block[] = [{ open: '', seen: new Set(), head: -1 }];
  let faults = 0;
  const note = (sort: string, name: string, block = blocks.at(-1)!) => {
    if (block.seen.has(`${sort} ${name}`)) faults += 1;
    block.seen.add(`${sort} ${name}`);
  };
  for (const { name } of importsOf(lines, lexed)) note('value', name);
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    const after = tokens[index + 1];
    if (before && lacksSeparator(before, token, blocks.at(-1)!.open)) faults += 1;
    if (token.kind === 'punctuation' && '([{'.includes(token.text)) {
      blocks.push({ open: token.text, seen: new Set(), head: index - 1 });
    } else if (token.kind === 'punctuation' && ')]}'.includes(token.text)) {
      const closed = blocks.length > 1 ? blocks.pop()! : undefined;
      const method = closed?.open === '(' && (after?.text === '{' || after?.text === ':');
      if (method && isMethodName(tokens, closed.head)) note('method', methodName(tokens, closed.head));
    } else if (token.text === ',' && before?.text === ',') faults += 1;
    else if (declaring.has(before?.text ?? '') && token.kind === 'word') note('value', token.text);
    else if (isKey(token, after) && blocks.at(-1)!.open === '{') {
      if (before && ['{', ',', ';'].includes(before.text)) note('key', token.text);
      else if (before && endsValue(before) && before.endLine < token.line) faults += 1;
    }
  }
  return faults;
}

function isKey(token: Token, after: Token | undefined): boolean {
  return (token.kind === 'word' || token.kind === 'string') && after?.text === ':';
}

/** Words after which an expression goes on. */
const operators = new Set(
  'as async await case const delete else export extends from get if implements in infer instanceof is keyof let new of readonly return satisfies set throw type typeof unique var void yield'.split(
    ' ',
  ),
);

function endsValue({ kind, text }: Token): boolean {
  if (kind === 'punctuation') return [')', ']', '}'].includes(text);
  return kind !== 'word' || !operators.has(text);
}

/**
 * True when a line begins so that it goes on with the line before, or cannot follow it: a value after a value within
 * brackets, or an opening bracket after a value that ends a statement without a semicolon.
 */
function lacksSeparator(before: Token, token: Token, open: string): boolean {
  if (before.endLine >= token.line || !endsValue(before)) return false;
  if (open === '(' || open === '[') {
    return (
      ['string', 'number', 'template'].includes(token.kind) ||
      (token.kind === 'word' && !operators.has(token.text))
    );
  }
  return token.text === '(' || token.text === '[' || token.kind === 'template';
}

function isMethodName(tokens: readonly Token[], index: number): boolean {
  const head = tokens[index];
  if (head?.kind !== 'word' || notMethods.has(head.text)) return false;
  const before = tokens[index - 1];
  return before === undefined || ['{', '}', ';'].includes(before.text) || isModifier(before);
}

function methodName(tokens: readonly Token[], index: number): string {
  const [before, name] = [tokens[index - 1]?.text, tokens[index]!.text];
  return before === 'get' || before === 'set' ? `${before} ${name}` : name;
}

function isModifier({ text }: Token): boolean {
  return ['async', 'private', 'public', 'protected', 'static', 'override', 'get', 'set'].includes(text);
}
