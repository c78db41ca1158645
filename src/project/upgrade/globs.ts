/**
 * A test for paths: `*` and `?` stay within a segment, `**` spans any number of them, and the name of a folder covers
 * all that is in it. Globs come from the record too, so matching takes no more than the product of the two lengths.
 */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
  const patterns = globs.map((glob) => glob.replace(/^\.\//, '').replace(/\/+$/, '').split('/'));
  return (path) => {
    const segments = path.split('/');
    return patterns.some((pattern) => matches(pattern, segments));
  };
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  // reach[s]: the pattern so far can end before segment s.
  let reach = segments.map((_, index) => index === 0).concat(false);
  for (const part of pattern) {
    const next = reach.map(() => false);
    for (let at = 0; at < reach.length; at += 1) {
      if (part === '**') next[at] = reach[at]! || (at > 0 && next[at - 1]!);
      else if (at > 0) next[at] = reach[at - 1]! && matchesSegment(part, segments[at - 1]!);
    }
    reach = next;
  }
  // A folder covers what is in it.
  return reach.some((reached, at) => reached && at > 0);
}

function matchesSegment(pattern: string, text: string): boolean {
  let [p, t, star, mark] = [0, 0, -1, 0];
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p;
      mark = t;
      p += 1;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      mark += 1;
      p = star + 1;
      t = mark;
    } else return false;
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}
