export type TokenKind = 'word' | 'number' | 'string' | 'template' | 'regex' | 'comment' | 'punctuation';

export interface Token {
  kind: TokenKind;
  text: string;
  /** Zero-based line of its first and of its last character. */
  line: number;
  endLine: number;
  /** White space between the token before and this one. */
  before: string;
}

export interface Lexed {
  tokens: Token[];
  /** White space after the last token. */
  tail: string;
  /** False when a string, template, comment or bracket is not closed. */
  sound: boolean;
}

// A slash after one of these words begins a regular expression, not a division.
const beforeValue = new Set(
  'return typeof case in of delete void throw new else do yield await instanceof extends default'.split(' '),
);
// Templates nested deeper than this are not followed.
const maxDepth = 50;
const punctuation =
  /\.\.\.|=>|===|!==|==|!=|<=|>=|\?\?=|\|\|=|&&=|\?\.(?!\d)|\?\?|\|\||&&|\*\*|\+\+|--|[-+*/%]=|<\/|\/>|[\s\S]/y;
// Characters that are never part of a longer sign.
const single = new Set('()[]{};,:~');
const number = /\.?\d(?:[eE][+-]|[\w.])*/y;
const lineComment = /\/\/[^\n]*/y;
const regexBody = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;

/**
 * Splits JavaScript, TypeScript or JSX into tokens. It is light: it knows strings, templates, comments, regular
 * expressions and brackets, and takes the text of JSX for words and punctuation. Joined with their white space, the
 * tokens give back the text.
 */
export function lex(text: string): Lexed {
  const tokens: Token[] = [];
  let at = 0;
  let line = 0;
  let before = '';
  let closed = true;
  let last: Token | undefined;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const add = (kind: TokenKind, value: string) => {
    const token: Token = { kind, text: value, line, endLine: line + countBreaks(value), before };
    tokens.push(token);
    if (kind !== 'comment') last = token;
    line = token.endLine;
    at += value.length;
    before = '';
  };
  while (at < text.length) {
    const character = text[at]!;
    const afterSpace = spaceEnd(text, at);
    if (afterSpace > at) {
      const gap = text.slice(at, afterSpace);
      before += gap;
      line += countBreaks(gap);
      at = afterSpace;
      continue;
    }
    const afterWord = wordEnd(text, at);
    if (afterWord > at) add('word', text.slice(at, afterWord));
    else if (text.startsWith('//', at)) add('comment', match(lineComment)!);
    else if (text.startsWith('#!', at) && at === 0) add('comment', text.split('\n', 1)[0]!);
    else if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      closed &&= end >= 0;
      add('comment', end < 0 ? text.slice(at) : text.slice(at, end + 2));
    } else if (character === '`') {
      const end = templateEnd(text, at);
      closed &&= end !== undefined;
      add('template', text.slice(at, end ?? text.length));
    } else if (character === '"' || character === "'") {
      const end = stringEnd(text, at);
      // An apostrophe in the text of JSX opens nothing.
      if (end === undefined) add('punctuation', character);
      else add('string', text.slice(at, end));
    } else if (isDigit(text, at) || (character === '.' && isDigit(text, at + 1))) {
      add('number', match(number)!);
    } else if (single.has(character)) {
      add('punctuation', character);
    } else {
      const pattern = startsRegex(text, at, last) ? match(regexBody) : undefined;
      if (pattern !== undefined) add('regex', pattern);
      else add('punctuation', match(punctuation)!);
    }
  }
  return { tokens, tail: before, sound: closed && balanced(tokens) };
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function spaceEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    const blank = code === 32 || (code >= 9 && code <= 13) || (code >= 128 && text[at]!.trim() === '');
    if (!blank) break;
    at += 1;
  }
  return at;
}

/** The offset after a name, with its `#` or `@`; the same offset when there is none. Beyond ASCII all but space is a name. */
function wordEnd(text: string, start: number): number {
  const marked = text[start] === '#' || text[start] === '@';
  const first = marked ? start + 1 : start;
  if (!isNamePart(text, first) || isDigit(text, first)) return start;
  let at = first + 1;
  while (isNamePart(text, at)) at += 1;
  return at;
}

function isNamePart(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code >= 128) return text[at]!.trim() !== '';
  const letter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  return letter || (code >= 48 && code <= 57) || code === 36 || code === 95;
}

function countBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** The offset after a string that ends on its line, or undefined. */
function stringEnd(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length && text[at] !== '\n'; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === text[start]) return at + 1;
  }
  return undefined;
}

/** The offset after a template literal, its `${}` included, or undefined when it is not closed. */
function templateEnd(text: string, start: number, depth = 0): number | undefined {
  if (depth > maxDepth) return undefined;
  let at = start + 1;
  while (at < text.length) {
    if (text[at] === '\\') at += 2;
    else if (text[at] === '`') return at + 1;
    else if (text.startsWith('${', at)) {
      const end = substitutionEnd(text, at + 2, depth);
      if (end === undefined) return undefined;
      at = end;
    } else at += 1;
  }
  return undefined;
}

function substitutionEnd(text: string, start: number, depth: number): number | undefined {
  let open = 1;
  let at = start;
  while (at < text.length) {
    const character = text[at]!;
    let end: number | undefined;
    if (character === '`') {
      end = templateEnd(text, at, depth + 1);
      if (end === undefined) return undefined;
    } else if (character === '"' || character === "'") end = stringEnd(text, at);
    else if (character === '/') end = regexEnd(text, at, start);
    if (character === '{') open += 1;
    if (character === '}') open -= 1;
    at = end ?? at + 1;
    if (open === 0) return at;
  }
  return undefined;
}

/** The offset after a regular expression inside of a substitution: one may hold quotes and braces that open nothing. */
function regexEnd(text: string, at: number, start: number): number | undefined {
  const before = text.slice(start, at).trimEnd().at(-1);
  if (before !== undefined && !'(,=:[!&|?;{'.includes(before)) return undefined;
  regexBody.lastIndex = at;
  return regexBody.test(text) ? regexBody.lastIndex : undefined;
}

function startsRegex(text: string, at: number, last: Token | undefined): boolean {
  if (text[at] !== '/' || text[at + 1] === '>') return false;
  if (!last) return true;
  if (last.kind === 'word') return beforeValue.has(last.text);
  return last.kind === 'punctuation' && ![')', ']', '}', '<', '++', '--'].includes(last.text);
}

const closers = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);

function balanced(tokens: readonly Token[]): boolean {
  const open: string[] = [];
  for (const { kind, text } of tokens) {
    if (kind !== 'punctuation') continue;
    if (text === '(' || text === '[' || text === '{') open.push(text);
    else if (closers.has(text) && open.pop() !== closers.get(text)) return false;
  }
  return open.length === 0;
}
