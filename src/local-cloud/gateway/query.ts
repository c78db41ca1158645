/** Parameters of a query string, decoded, in order. A parameter without `=` has an empty value. */
export function parseQuery(rawQuery: string): [name: string, value: string][] {
  if (rawQuery === '') return [];
  const pairs: [string, string][] = [];
  for (const part of rawQuery.split('&')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const name = at < 0 ? part : part.slice(0, at);
    pairs.push([decodeQuery(name), at < 0 ? '' : decodeQuery(part.slice(at + 1))]);
  }
  return pairs;
}

/** Values by name, in order. */
export function grouped(pairs: readonly [string, string][]): Map<string, string[]> {
  const map = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const values = map.get(name);
    if (values) values.push(value);
    else map.set(name, [value]);
  }
  return map;
}

/** Percent-decoding that leaves what is not valid as it came. */
export function decodePath(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const decodeQuery = (text: string) => decodePath(text.includes('+') ? text.replaceAll('+', ' ') : text);
