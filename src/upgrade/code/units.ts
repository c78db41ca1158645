import { reindent } from '../lines/indent.ts';
import { tokenKey } from './keys.ts';
import type { Lexed, Token } from './lex.ts';

/** A token that is compared. Separators that formatters add and remove hang on the token before them. */
export interface Unit {
  key: string;
  token: Token;
  /** A comma before a closing bracket, or a semicolon at the end of a statement, that came after this token. */
  after: '' | ',' | ';';
}

/** A unit in its place in a merged text. */
export interface PlacedUnit {
  unit: Unit;
  /** The template's unit with the same meaning and place, if there is one. */
  twin?: Unit;
  /** It comes from the template, and so does its white space. */
  theirs: boolean;
}

/** The units of a text. */
export function unitsOf({ tokens }: Lexed): Unit[] {
  const units: Unit[] = [];
  const open: string[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'punctuation' && '([{'.includes(token.text)) open.push(token.text);
    if (token.kind === 'punctuation' && ')]}'.includes(token.text)) open.pop();
    const last = units.at(-1);
    const separator =
      last && last.after === '' && last.token.kind !== 'comment' ? optional(tokens, index, open.at(-1)) : '';
    if (separator !== '') last!.after = separator;
    else units.push({ key: tokenKey(token), token, after: '' });
  }
  return units;
}

/** The separator at `index` if the code means the same without it. */
function optional(tokens: readonly Token[], index: number, open: string | undefined): Unit['after'] {
  const token = tokens[index]!;
  const following = tokens.slice(index + 1, index + 8).find(({ kind }) => kind !== 'comment');
  if (token.text === ',') return following && ')]}'.includes(following.text) ? ',' : '';
  if (token.text !== ';' || open === '(') return '';
  const ends =
    !tokens[index + 1] || tokens[index + 1]!.before.includes('\n') || tokens[index + 1]!.text === '}';
  return ends ? ';' : '';
}

/** The text of placed units. `from` and `to` are the units of indentation of the template and of yours. */
export function printUnits(
  placed: readonly PlacedUnit[],
  tail: string,
  from: string | undefined,
  to: string | undefined,
): string {
  let text = '';
  let comma = false;
  for (const [index, { unit, twin, theirs }] of placed.entries()) {
    const before = placed[index - 1]?.unit.token;
    let gap = theirs ? reindentGap(unit.token.before, from, to) : unit.token.before;
    const neighbour = placed[index - 1];
    // After a change of the template the white space of yours belonged to another neighbour.
    if (neighbour?.theirs && twin && !gap.includes('\n')) gap = reindentGap(twin.token.before, from, to);
    if (before?.kind === 'comment' && before.text.startsWith('//') && !gap.includes('\n')) gap = `\n${gap}`;
    // A comma of yours that stood before a closing bracket goes after what the template put in between.
    if (comma && neighbour?.theirs && closes(unit.token) && gap.includes('\n')) text += ',';
    const separator = separatorAfter(placed, index);
    comma = unit.after === ',' ? separator === '' && !theirs : comma && theirs;
    text += gap + unit.token.text + separator;
  }
  return text + tail;
}

function closes({ kind, text }: Token): boolean {
  return kind === 'punctuation' && ')]}'.includes(text);
}

function reindentGap(gap: string, from: string | undefined, to: string | undefined): string {
  const lines = gap.split('\n');
  return lines.map((line, index) => (index === 0 ? line : reindent(line, from, to))).join('\n');
}

function separatorAfter(placed: readonly PlacedUnit[], index: number): string {
  const { after } = placed[index]!.unit;
  if (after === '') return '';
  const following = placed.slice(index + 1, index + 8).find(({ unit }) => unit.token.kind !== 'comment')
    ?.unit.token;
  if (after === ',') return following && closes(following) ? ',' : '';
  if (!following || following.text === '}') return ';';
  const continues = following.kind === 'punctuation' && !'{[(@'.includes(following.text);
  const gap = placed[index + 1]!.unit.token.before;
  return gap.includes('\n') && !continues ? ';' : '';
}
