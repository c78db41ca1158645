/** One step of a JSON path. */
type Step = { key: string } | { index: number } | { all: true } | { deep: string };

const compiled = new Map<string, Step[] | undefined>();

/**
 * The value at a JSON path: `$.a.b[0]['c'].*`, also with recursive descent `$..name`. A path with `*` or `..` gives a
 * list. `undefined` when nothing is there or the path is not one.
 */
export function jsonPath(document: unknown, path: string): unknown {
  if (!compiled.has(path)) compiled.set(path, parse(path));
  const steps = compiled.get(path);
  if (!steps) return undefined;
  const many = steps.some((step) => 'all' in step || 'deep' in step);
  const found = steps.reduce<unknown[]>(
    (values, step) => values.flatMap((value) => take(value, step)),
    [document],
  );
  return many ? found : found[0];
}

function parse(path: string): Step[] | undefined {
  const steps: Step[] = [];
  const pattern =
    /\.\.([\w$-]+)|\.\*|\[\*\]|\.([^.[\]]+)|\[(-?\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/y;
  pattern.lastIndex = path.startsWith('$') ? 1 : 0;
  if (!path.startsWith('$')) return undefined;
  while (pattern.lastIndex < path.length) {
    const match = pattern.exec(path);
    if (!match) return undefined;
    const [whole, deep, name, index, single, double] = match;
    const key = name ?? single ?? double;
    if (deep !== undefined) steps.push({ deep });
    else if (index !== undefined) steps.push({ index: Number(index) });
    else if (key !== undefined) steps.push({ key: key.replace(/\\(.)/g, '$1') });
    else if (whole) steps.push({ all: true });
  }
  return steps;
}

function take(value: unknown, step: Step): unknown[] {
  if (value === null || typeof value !== 'object') return [];
  if ('all' in step) return Object.values(value);
  if ('deep' in step) {
    const own = Object.hasOwn(value, step.deep) ? [(value as Record<string, unknown>)[step.deep]] : [];
    return [...own, ...Object.values(value).flatMap((child) => take(child, step))];
  }
  if ('index' in step) {
    const item = Array.isArray(value) ? value.at(step.index) : undefined;
    return item === undefined ? [] : [item];
  }
  return Object.hasOwn(value, step.key) ? [(value as Record<string, unknown>)[step.key]] : [];
}
