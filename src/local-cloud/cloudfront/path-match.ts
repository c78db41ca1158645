/**
 * The path that behaviours are chosen by: CloudFront normalises it as RFC 3986 says, and sends the origin what the viewer
 * sent (developer guide, "Cache behavior settings", path normalization). Escapes are in upper case, those of letters, digits,
 * `-`, `.`, `_` and `~` are written out (RFC 3986, section 6.2.2), slashes are single, and dot segments go (section 5.2.4).
 */
export function normalised(path: string): string {
  return withoutDots(path.replace(/%[0-9a-f]{2}/gi, unescaped).replace(/\/{2,}/g, '/'));
}

function unescaped(sequence: string): string {
  const character = String.fromCharCode(Number.parseInt(sequence.slice(1), 16));
  return /[a-z0-9._~-]/i.test(character) ? character : sequence.toUpperCase();
}

function withoutDots(path: string): string {
  const segments = path.split('/').slice(1);
  const kept: string[] = [];
  for (const segment of segments) {
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
  }
  // A dot at the end names a folder.
  if (/^\.{1,2}$/.test(segments.at(-1) ?? '')) kept.push('');
  return `/${kept.join('/')}`;
}
