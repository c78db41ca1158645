import { posix } from 'node:path';
import { type ImportSpecifier, initSync, parse } from 'es-module-lexer';
import { type Place, placeSeenFrom } from './workspaces.ts';

const lineWidth = 110;

/** Text that takes the place of a part of a file. */
interface Edit {
  start: number;
  end: number;
  text: string;
}

/** A module that a file names, by an import, a dynamic import or an export. */
interface Link {
  /** Of the path, between its quotes. */
  start: number;
  end: number;
  path: string;
  /** Of the whole statement, where it is an import. */
  statement?: { start: number; end: number };
}

/**
 * The code of a file in another place, as an editor moves it: relative imports follow, and are sorted and wrapped anew
 * as Biome does it.
 * @param from path of the file in the templates
 * @param to its place
 */
export function relocate(code: string, from: string, to: Place): string {
  initSync();
  const links = parse(code, from)[0].flatMap((found) => linkOf(found, code));
  const moved = new Map(links.map((link) => [link, movedPath(link.path, from, to)]));
  if (links.every((link) => moved.get(link) === link.path)) return code;
  const blocks = blocksOf(links, code).map((block) => sorted(block, moved, code));
  const others = links
    .filter(({ statement }) => !statement)
    .map((link): Edit => ({ start: link.start, end: link.end, text: moved.get(link) ?? link.path }));
  return edited(code, [...blocks, ...others]);
}

function linkOf({ n: path, s, e, ss, se, d }: ImportSpecifier, code: string): Link[] {
  // What an expression names is not known, and import.meta names nothing.
  if (path === undefined) return [];
  const isDynamic = d > -1;
  const isImport = !isDynamic && code.startsWith('import', ss);
  return [
    {
      start: isDynamic ? s + 1 : s,
      end: isDynamic ? e - 1 : e,
      path,
      // A lexer ends a statement before its semicolon.
      ...(isImport ? { statement: { start: ss, end: code[se] === ';' ? se + 1 : se } } : {}),
    },
  ];
}

function movedPath(path: string, from: string, to: Place): string {
  if (!path.startsWith('.')) return path;
  return importPath(to, placeSeenFrom(to, posix.join(posix.dirname(from), path)));
}

/** Imports that follow each other line by line. */
function blocksOf(links: readonly Link[], code: string): Link[][] {
  const blocks: Link[][] = [];
  for (const link of links) {
    if (!link.statement) continue;
    const block = blocks.at(-1);
    const end = block?.at(-1)?.statement?.end;
    if (block && code.slice(end, link.statement.start) === '\n') block.push(link);
    else blocks.push([link]);
  }
  return blocks;
}

/** A block with the paths of its new place, in the order that they have there. */
function sorted(block: readonly Link[], moved: ReadonlyMap<Link, string>, code: string): Edit {
  const statements = block.map((link) => {
    const { start = 0, end = 0 } = link.statement ?? {};
    const clause = code.slice(start + 'import'.length, link.start - 1).trim();
    const attributes = code.slice(link.end + 1, end);
    return { clause, source: moved.get(link) ?? link.path, attributes };
  });
  const lines = statements
    .toSorted((a, b) => rank(a.source) - rank(b.source) || compare(a.source, b.source))
    .map(({ clause, source, attributes }) => write(clause, `"${source}"${attributes}`));
  return {
    start: block[0]?.statement?.start ?? 0,
    end: block.at(-1)?.statement?.end ?? 0,
    text: lines.join('\n'),
  };
}

function edited(code: string, edits: readonly Edit[]): string {
  const lastFirst = edits.toSorted((a, b) => b.start - a.start);
  return lastFirst.reduce(
    (text, { start, end, text: next }) => text.slice(0, start) + next + text.slice(end),
    code,
  );
}

function importPath(importer: Place, target: Place): string {
  const { workspace } = target;
  // The root has no packages of its own that it could know the workspaces by.
  if (workspace && importer.workspace && workspace.folder !== importer.workspace.folder) {
    return `${workspace.name}${target.path.slice(workspace.folder.length)}`;
  }
  const relative = posix.relative(posix.dirname(importer.path), target.path);
  return relative.startsWith('.') ? relative : `./${relative}`;
}

/** What Node.js brings, then packages, then files. */
const rank = (source: string) => (source.startsWith('node:') ? 0 : source.startsWith('.') ? 2 : 1);
/** In code-unit order, but that a dot comes before a hyphen. */
const compare = (a: string, b: string) => (sortable(a) < sortable(b) ? -1 : 1);
const sortable = (source: string) => source.replaceAll('.', '\x01');

/** An import as Biome lays it out. */
function write(clause: string, source: string): string {
  const flat = clause
    .replace(/\{\s+/, '{ ')
    .replace(/,?\s+\}/, ' }')
    .replace(/\s+/g, ' ');
  const line = ['import', flat, source].filter(Boolean).join(' ');
  const [, before = '', names = '', after = ''] = /^(.*)\{ (.*) \}(.*)$/.exec(flat) ?? [];
  if (line.length <= lineWidth || names === '') return line;
  const each = names.split(', ').map((name) => `  ${name},\n`);
  return `import ${before}{\n${each.join('')}}${after} ${source}`;
}
