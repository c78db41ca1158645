import { posix } from 'node:path';
import { type Place, placeSeenFrom } from './workspaces.ts';

const lineWidth = 110;
const specifier = /(\bfrom |\bimport |\bimport\()"(\.{1,2}\/[^"]+)"/g;
const importBlock = /(?:^import (?:[^"';]*? from )?"[^"]+";\n)+/gm;
const importStatement = /^import (?:([^"';]*?) from )?"([^"]+)";\n/gm;

/**
 * The code of a file in another place, as an editor moves it: relative imports follow, and are sorted and wrapped anew
 * as Biome does it.
 * @param from path of the file in the templates
 * @param to its place
 */
export function relocate(code: string, from: string, to: Place): string {
  const moved = code.replace(specifier, (whole, before: string, relative: string) => {
    const target = placeSeenFrom(to, posix.join(posix.dirname(from), relative));
    const next = importPath(to, target);
    return next === relative ? whole : `${before}"${next}"`;
  });
  return moved === code ? code : moved.replace(importBlock, sortImports);
}

function importPath(importer: Place, target: Place): string {
  const { workspace } = target;
  if (workspace && workspace.folder !== importer.workspace?.folder) {
    return `${workspace.name}${target.path.slice(workspace.folder.length)}`;
  }
  const relative = posix.relative(posix.dirname(importer.path), target.path);
  return relative.startsWith('.') ? relative : `./${relative}`;
}

function sortImports(block: string): string {
  const statements = [...block.matchAll(importStatement)].map(([, clause, source = '']) => ({
    clause,
    source,
  }));
  return statements
    .toSorted((a, b) => rank(a.source) - rank(b.source) || compare(a.source, b.source))
    .map(({ clause, source }) => write(clause, source))
    .join('');
}

/** What Node.js brings, then packages, then files. */
const rank = (source: string) => (source.startsWith('node:') ? 0 : source.startsWith('.') ? 2 : 1);
/** In code-unit order, but that a dot comes before a hyphen. */
const compare = (a: string, b: string) => (sortable(a) < sortable(b) ? -1 : 1);
const sortable = (source: string) => source.replaceAll('.', '\x01');

function write(clause: string | undefined, source: string): string {
  if (clause === undefined) return `import "${source}";\n`;
  const flat = clause
    .replace(/\{\s+/, '{ ')
    .replace(/,?\s+\}/, ' }')
    .replace(/\s+/g, ' ');
  const line = `import ${flat} from "${source}";`;
  const [, before = '', names = ''] = /^(.*)\{ (.*) \}$/.exec(flat) ?? [];
  if (line.length <= lineWidth || names === '') return `${line}\n`;
  return `import ${before}{\n${names
    .split(', ')
    .map((name) => `  ${name},\n`)
    .join('')}} from "${source}";\n`;
}
