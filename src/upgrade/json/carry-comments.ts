import { diff } from '../lines/diff.ts';
import { commentsOf } from './layout.ts';

/**
 * Your JSON with the comments that the template reworded: a comment of the base that the template replaced with another
 * one is replaced in your text, too, if you have it there once and unchanged.
 */
export function carryComments(base: string, yours: string, next: string): string {
  const before = commentsOf(base);
  const after = commentsOf(next);
  let text = yours;
  for (const { aStart, aEnd, bStart, bEnd } of diff(before, after)) {
    if (aEnd - aStart !== bEnd - bStart) continue;
    for (let index = 0; index < aEnd - aStart; index += 1) {
      const old = before[aStart + index]!;
      const mine = commentsOf(text).filter((comment) => comment === old).length;
      const once = mine === 1 && text.split(old).length === 2;
      if (once) text = text.replace(old, () => after[bStart + index]!);
    }
  }
  return text;
}
