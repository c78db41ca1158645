const range = /^([~^])(\d+)\.(\d+)\.(\d+)$/;

/**
 * The higher of two version ranges with the same `^` or `~`, or undefined when they are anything else: an exact pin,
 * different operators, a pre-release, a tag, a workspace link. With a base, both have to be higher than it.
 */
export function higherRange(
  base: string | undefined,
  yours: string,
  next: string,
): 'yours' | 'next' | undefined {
  const ours = range.exec(yours);
  const theirs = range.exec(next);
  if (!ours || !theirs || ours[1] !== theirs[1]) return undefined;
  if (base !== undefined) {
    const old = range.exec(base);
    if (!old || old[1] !== ours[1] || compare(ours, old) < 0 || compare(theirs, old) < 0) return undefined;
  }
  return compare(ours, theirs) >= 0 ? 'yours' : 'next';
}

function compare(a: RegExpExecArray, b: RegExpExecArray): number {
  for (const part of [2, 3, 4]) {
    const difference = Number(a[part]) - Number(b[part]);
    if (difference !== 0) return difference;
  }
  return 0;
}
