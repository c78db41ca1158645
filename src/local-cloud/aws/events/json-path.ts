/**
 * The value at a path of an event: `$.detail.items[0]`, `$.detail['order id']`, `$`; `undefined` where there is none
 * (EventBridge user guide, "Common issues with transforming input": dot and bracket notation).
 */
export function valueAt(value: unknown, path: string): unknown {
  if (!/^\$(\.[^.[\]]+|\[\d+\]|\['[^']*'\]|\["[^"]*"\])*$/.test(path)) return undefined;
  let found = value;
  for (const [, dotted, index, single, double] of path.matchAll(
    /\.([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/g,
  )) {
    const key = dotted ?? index ?? single ?? double ?? '';
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}
