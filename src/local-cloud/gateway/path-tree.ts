/** What stands at the end of a path, with the variables on the way. */
export interface PathMatch<T> {
  value: T;
  parameters: Record<string, string>;
}

interface Node<T> {
  value?: T;
  literals: Map<string, Node<T>>;
  /** `{name}`: one segment. */
  variable?: { name: string; node: Node<T> };
  /** `{name+}`: all that is left, one segment at least. */
  greedy?: { name: string; value: T };
}

export interface PathTree<T> {
  /** Puts a value at a path such as `/items/{id}`; `merge` joins it with one that is there. */
  add(path: string, value: T, merge?: (old: T, value: T) => T): void;
  /**
   * The most specific path that fits and that `accept` takes: literal segments before variables before greedy ones.
   * Segments are as in the request, without the leading slash.
   */
  match<R>(segments: readonly string[], accept: (value: T) => R | undefined): PathMatch<R> | undefined;
}

export function pathTree<T>(): PathTree<T> {
  const root: Node<T> = { literals: new Map() };
  return {
    add: (path, value, merge = (_, next) => next) => {
      let node = root;
      for (const part of segmentsOf(path)) {
        const name = /^\{(.+?)(\+?)\}$/.exec(part);
        if (name?.[2]) {
          node.greedy = {
            name: name[1]!,
            value: node.greedy ? merge(node.greedy.value, value) : value,
          };
          return;
        }
        node = name ? variableOf(node, name[1]!) : literalOf(node, part);
      }
      node.value = node.value === undefined ? value : merge(node.value, value);
    },
    match: (segments, accept) => walk(root, segments, 0, [], accept),
  };
}

/** Segments of a path; the root has none. */
export const segmentsOf = (path: string): string[] => {
  const rest = path.startsWith('/') ? path.slice(1) : path;
  return rest === '' ? [] : rest.split('/');
};

function literalOf<T>(node: Node<T>, part: string): Node<T> {
  let next = node.literals.get(part);
  if (!next) {
    next = { literals: new Map() };
    node.literals.set(part, next);
  }
  return next;
}

function variableOf<T>(node: Node<T>, name: string): Node<T> {
  node.variable ??= { name, node: { literals: new Map() } };
  return node.variable.node;
}

type Found = [name: string, value: string][];

function walk<T, R>(
  node: Node<T>,
  segments: readonly string[],
  at: number,
  found: Found,
  accept: (value: T) => R | undefined,
): PathMatch<R> | undefined {
  if (at === segments.length) {
    const value = node.value === undefined ? undefined : accept(node.value);
    return value === undefined ? undefined : { value, parameters: Object.fromEntries(found) };
  }
  const part = segments[at]!;
  const literal = node.literals.get(part);
  const exact = literal && walk(literal, segments, at + 1, found, accept);
  if (exact) return exact;
  if (node.variable && part !== '') {
    const { name, node: next } = node.variable;
    const any = walk(next, segments, at + 1, [...found, [name, part]], accept);
    if (any) return any;
  }
  const rest = node.greedy && segments.slice(at).join('/');
  if (!node.greedy || !rest) return undefined;
  const value = accept(node.greedy.value);
  return value === undefined
    ? undefined
    : { value, parameters: Object.fromEntries([...found, [node.greedy.name, rest]]) };
}
