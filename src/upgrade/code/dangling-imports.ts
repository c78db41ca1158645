import { posix } from 'node:path';
import type { FileEntry, FileTree } from '../../generate/file-tree.ts';
import { fileKind } from '../file-kind.ts';
import { parseImport } from './import-statement.ts';
import { importStatements } from './items.ts';
import { lex } from './lex.ts';

/** An import of a file of the project that names what is not there. */
export interface DanglingImport {
  path: string;
  message: string;
}

/**
 * The relative imports of the given files that name a module of the project that is not there, or a name that it does
 * not export. Modules that export by `*` or that are not plain code are taken to have every name.
 */
export function danglingImports(tree: FileTree, paths: Iterable<string>): DanglingImport[] {
  const exportsOf = new Map<string, Set<string> | undefined>();
  const known = (target: string) => {
    if (!exportsOf.has(target)) exportsOf.set(target, exportedNames(tree.get(target)!));
    return exportsOf.get(target);
  };
  return [...paths].flatMap((path) => {
    const text = textOf(path, tree.get(path));
    if (!text.includes('import')) return [];
    const lines = text.split('\n');
    return importStatements(lex(text).tokens).flatMap(({ line, endLine }): DanglingImport[] => {
      const statement = parseImport(lines.slice(line, endLine + 1).join('\n'));
      const specifier = statement ? (JSON.parse(statement.module) as string) : '';
      if (!statement || !/^\.\.?\/.*\.[cm]?[jt]sx?$/.test(specifier)) return [];
      const target = posix.join(posix.dirname(path), specifier);
      if (target.startsWith('..') || /(^|\/)(dist|node_modules)\//.test(target)) return [];
      if (!tree.has(target)) return [{ path, message: `It imports ${specifier}, which is not there.` }];
      const names = known(target);
      return (statement.names ?? [])
        .map((name) => name.replace(/^type /, '').split(' ')[0]!)
        .filter((name) => names && !names.has(name))
        .map((name) => ({
          path,
          message: `It imports ${name} from ${specifier}, which does not export that.`,
        }));
    });
  });
}

function textOf(path: string, entry: FileEntry | undefined): string {
  return !entry || entry.link || fileKind(path) !== 'code' ? '' : Buffer.from(entry.content).toString('utf8');
}

const declared =
  /^export\s+(?:declare\s+)?(?:default\s+)?(?:abstract\s+)?(?:async\s+)?(?:const\s+enum|const|let|var|function\*?|class|interface|type|enum|namespace)\s+([\w$]+)/gm;

function exportedNames(entry: FileEntry): Set<string> | undefined {
  const text = Buffer.from(entry.content).toString('utf8');
  if (entry.link || /^export\s+\*|^export\s+(const|let|var)\s*[{[]|module\.exports/m.test(text))
    return undefined;
  const names = new Set([...text.matchAll(declared)].map(([, name]) => name!));
  for (const [, list] of text.matchAll(/^export\s+(?:type\s+)?\{([^}]*)\}/gm)) {
    for (const name of list!.split(','))
      names.add(
        name
          .trim()
          .replace(/^type /, '')
          .split(' ')
          .at(-1)!,
      );
  }
  return names.add('default');
}
