import { posix } from 'node:path';

/** The paths of a tree; a tree itself will do. */
export interface Paths {
  has(path: string): boolean;
}

/** What a specifier names, and how it is written in the place of another one. */
export interface Resolved {
  path: string;
  /** The specifier of another path in the same manner: without an extension, with that of the built file, with its query. */
  spelling(relative: string): string;
}

const extensions = ['.ts', '.tsx', '.mts', '.cts', '.d.ts', '.js', '.jsx', '.mjs', '.cjs', '.json'];
/** A source is named as it is called once it is built (TypeScript handbook, "Modules: Theory", 2026). */
const builtFrom: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/** The file of a tree that a relative specifier in the file at `from` names; `undefined` when there is none. */
export function resolveModule(tree: Paths, from: string, specifier: string): Resolved | undefined {
  const [bare = '', query = ''] = splitQuery(specifier);
  const target = posix.join(posix.dirname(from), bare);
  if (tree.has(target)) return { path: target, spelling: (relative) => relative + query };
  const built = posix.extname(target);
  for (const source of builtFrom[built] ?? []) {
    const path = target.slice(0, -built.length) + source;
    if (!tree.has(path)) continue;
    return { path, spelling: (relative) => withExtension(relative, built) + query };
  }
  const plain = target.replace(/\/$/, '');
  for (const path of extensions.flatMap((end) => [plain + end, `${plain}/index${end}`])) {
    if (!tree.has(path)) continue;
    const isIndex = path.startsWith(`${plain}/index.`);
    const spelling = (relative: string) => {
      const bare = withExtension(relative, '');
      return (isIndex ? bare.replace(/\/index$/, '') : bare) + query;
    };
    return { path, spelling };
  }
  return undefined;
}

/** The specifier of a path, as seen from the file at `from`. */
export function relativeTo(from: string, path: string): string {
  const relative = posix.relative(posix.dirname(from), path);
  return relative.startsWith('.') ? relative : `./${relative}`;
}

function splitQuery(specifier: string): [string, string] {
  const at = specifier.search(/[?#]/);
  return at < 0 ? [specifier, ''] : [specifier.slice(0, at), specifier.slice(at)];
}

function withExtension(path: string, end: string): string {
  return path.replace(/(\.d)?\.[cm]?[jt]sx?$|\.json$/, '') + end;
}
