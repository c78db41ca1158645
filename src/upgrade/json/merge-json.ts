import { fillRegions, settledLines, type ThreeTexts } from '../lines/chunks.ts';
import { merge3 } from '../lines/merge3.ts';
import { carryComments } from './carry-comments.ts';
import { commentsOf } from './layout.ts';
import { canonicalOf, type Findings, mergeValues } from './merge-values.ts';
import { printDocument } from './print.ts';
import { parseJson } from './tree.ts';

export interface JsonMerge extends Omit<Findings, 'prefer'> {
  lines: string[];
  /** Comments of yours that have no place in the merged document. */
  lostComments: string[];
  /** Comments that are new in the template and did not come along. */
  missedComments: string[];
  /** Comments that the template dropped and that are still there. */
  staleComments: string[];
}

/**
 * Merges JSON and JSONC by value. Where a merge of the lines has the same value it is taken, and with it the
 * template's comments; otherwise the values are edited into your text. Undefined when one of the three does not parse,
 * repeats a key, or the outcome would not hold exactly the merged value.
 */
export function mergeJson(texts: ThreeTexts, prefer: Findings['prefer']): JsonMerge | undefined {
  const [base, yours, next] = [texts.base, texts.yours, texts.next].map((lines) =>
    parseJson(lines.join('\n')),
  );
  if (!base || !yours || !next) return undefined;
  const findings: Findings = { conflicts: [], notices: [], prefer };
  const merged = mergeValues(base, yours, next, '', findings);
  if (!merged) return undefined;
  const canonical = canonicalOf(merged);
  const finish = (lines: string[]): JsonMerge => ({ ...findings, lines, ...lookAtComments(lines, texts) });
  const plain = settledLines(fillRegions(merge3(texts.base, texts.yours, texts.next), texts));
  if (plain && parseJson(plain.join('\n'))?.canonical === canonical) return finish(plain);
  const [baseText, yoursText, nextText] = [texts.base, texts.yours, texts.next].map((lines) =>
    lines.join('\n'),
  );
  const printed = carryComments(baseText!, printDocument(merged, yours, yoursText!, nextText!), nextText!);
  return parseJson(printed)?.canonical === canonical ? finish(printed.split('\n')) : undefined;
}

function lookAtComments(
  lines: readonly string[],
  texts: ThreeTexts,
): Pick<JsonMerge, 'lostComments' | 'missedComments' | 'staleComments'> {
  const [base, yours, next, merged] = [texts.base, texts.yours, texts.next, lines].map((each) =>
    commentsOf(each.join('\n')),
  ) as [string[], string[], string[], string[]];
  const dropped = without(base, next);
  return {
    lostComments: without(without(yours, merged), dropped),
    missedComments: without(without(next, base), merged),
    staleComments: dropped.filter((comment) => merged.includes(comment) && yours.includes(comment)),
  };
}

/** What is in the list more often than in the other. */
function without(list: readonly string[], other: readonly string[]): string[] {
  const left = [...other];
  return list.filter((item) => {
    const at = left.indexOf(item);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
