import type { ThreeTexts } from '../lines/chunks.ts';
import { diff, type Hunk } from '../lines/diff.ts';
import { indentUnit } from '../lines/indent.ts';
import { type Lexed, lex } from './lex.ts';
import { type PlacedUnit, printUnits, type Unit, unitsOf } from './units.ts';

/**
 * Merges token by token, so that a file that was reformatted can still take the template's changes; the white space
 * is yours. As strict as a merge of lines: changes on the same or on neighbouring lines of the base are not merged.
 * Undefined when the sides touch, or when the printed text does not hold exactly the merged tokens.
 */
export function mergeTokens(
  texts: ThreeTexts,
  lexed: { base: Lexed; yours: Lexed; next: Lexed },
): string[] | undefined {
  const base = unitsOf(lexed.base);
  const yours = unitsOf(lexed.yours);
  const next = unitsOf(lexed.next);
  const ours = diff(keysOf(base), keysOf(yours));
  const theirs = diff(keysOf(base), keysOf(next)).filter(
    (hunk) => !ours.some((each) => alike(each, hunk, yours, next)),
  );
  if (theirs.some((hunk) => ours.some((each) => touching(linesOf(hunk, base), linesOf(each, base)))))
    return undefined;
  const merged = weave(base, yours, next, ours, theirs);
  const printed = printUnits(merged, lexed.yours.tail, indentUnit(texts.next), indentUnit(texts.yours));
  const again = lex(printed);
  const faithful = keysOf(unitsOf(again)).join('\n') === keysOf(merged.map(({ unit }) => unit)).join('\n');
  return again.sound && faithful ? printed.split('\n') : undefined;
}

function alike(a: Hunk, b: Hunk, yours: readonly Unit[], next: readonly Unit[]): boolean {
  if (a.aStart !== b.aStart || a.aEnd !== b.aEnd || a.bEnd - a.bStart !== b.bEnd - b.bStart) return false;
  const theirs = next.slice(b.bStart, b.bEnd);
  return yours.slice(a.bStart, a.bEnd).every((unit, index) => unit.key === theirs[index]!.key);
}

/** The lines of the base that a hunk changes; an insertion between two lines has an empty range between them. */
function linesOf({ aStart, aEnd }: Hunk, base: readonly Unit[]): [number, number] {
  if (aStart < aEnd) return [base[aStart]!.token.line, base[aEnd - 1]!.token.endLine + 1];
  const before = base[aStart - 1]?.token.endLine ?? -1;
  const after = base[aStart]?.token.line ?? before + 1;
  return before === after ? [before, before + 1] : [before + 1, after];
}

function touching(a: readonly [number, number], b: readonly [number, number]): boolean {
  return a[0] <= b[1] && b[0] <= a[1];
}

/** The merged units. Neither side's hunks touch the other's, so the order of emission is never in question. */
function weave(base: Unit[], yours: Unit[], next: Unit[], ours: Hunk[], theirs: Hunk[]): PlacedUnit[] {
  const placed: PlacedUnit[] = [];
  const yoursAt = positions(base.length, ours);
  const nextAt = positions(base.length, diff(keysOf(base), keysOf(next)));
  const changes = [
    ...ours.map((hunk) => ({ hunk, units: yours, theirs: false })),
    ...theirs.map((hunk) => ({ hunk, units: next, theirs: true })),
  ].sort((a, b) => a.hunk.aStart - b.hunk.aStart);
  let at = 0;
  for (const { hunk, units, theirs } of [...changes, undefined].map((change) => change ?? endOf(base))) {
    for (; at < hunk.aStart; at += 1) {
      const [old, unit, twin] = [base[at]!, yours[yoursAt[at]!]!, next[nextAt[at]!]!];
      const text = unit.token.text === old.token.text ? twin.token.text : unit.token.text;
      placed.push({ unit: { ...unit, token: { ...unit.token, text } }, twin, theirs: false });
    }
    for (const unit of units.slice(hunk.bStart, hunk.bEnd)) placed.push({ unit, theirs });
    at = hunk.aEnd;
  }
  return placed;
}

function endOf(base: Unit[]): { hunk: Hunk; units: Unit[]; theirs: boolean } {
  return { hunk: { aStart: base.length, aEnd: base.length, bStart: 0, bEnd: 0 }, units: [], theirs: false };
}

/** For every unchanged position of the base its position on the other side. */
function positions(length: number, hunks: readonly Hunk[]): number[] {
  const found: number[] = [];
  let shift = 0;
  let index = 0;
  for (let at = 0; at < length; at += 1) {
    for (; index < hunks.length && hunks[index]!.aStart <= at; index += 1) {
      shift = hunks[index]!.bEnd - hunks[index]!.aEnd;
    }
    found.push(at + shift);
  }
  return found;
}

function keysOf(units: readonly Unit[]): string[] {
  return units.map(({ key }) => key);
}

/** The share of the lines of `base` that `yours` does not have as they were. */
export function shareChanged(base: readonly string[], yours: readonly string[]): number {
  const changed = diff(base, yours).reduce((sum, { aStart, aEnd }) => sum + aEnd - aStart, 0);
  return base.length === 0 ? 0 : changed / base.length;
}

/** True when two texts have the same tokens: they differ in format alone. */
export function sameTokens(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [lex(a.join('\n')), lex(b.join('\n'))];
  const [x, y] = [keysOf(unitsOf(left)), keysOf(unitsOf(right))];
  return left.sound && right.sound && x.length === y.length && x.every((key, index) => key === y[index]);
}
