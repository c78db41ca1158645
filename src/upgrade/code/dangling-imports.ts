import { posix } from 'node:path';
import type { FileEntry, FileTree } from '../../generate/file-tree.ts';
import { fileKind } from '../file-kind.ts';
import { foldersAbove } from '../paths.ts';
import { exportedName, type NamedModule, namedModules } from './named-modules.ts';
import { resolveModule } from './resolve-module.ts';

/** An import of a file of the project that names what is not there. */
export interface DanglingImport {
  path: string;
  message: string;
}

/**
 * The relative imports, exports and mocks of the given files that name a module of the project that is not there, or a
 * name that it does not export. Modules that export by `*` or that are not plain code are taken to have every name.
 */
export function danglingImports(tree: FileTree, paths: Iterable<string>): DanglingImport[] {
  const exportsOf = new Map<string, Set<string> | undefined>();
  const known = (target: string) => {
    if (!exportsOf.has(target)) exportsOf.set(target, exportedNames(target, tree.get(target)!));
    return exportsOf.get(target);
  };
  return [...paths].flatMap((path) =>
    namedModules(textOf(path, tree.get(path))).flatMap((named): DanglingImport[] => {
      const { specifier, form, statement } = named;
      if (form !== 'module' || isMade(path, specifier)) return [];
      const verb = statement?.keyword === 'export' ? 'exports' : 'imports';
      const found = resolveModule(tree, path, specifier);
      if (!found) return [{ path, message: `It ${verb} ${specifier}, which is not there.` }];
      const names = statement ? known(found.path) : undefined;
      return (statement?.names ?? [])
        .map(exportedName)
        .filter((name) => names && !names.has(name))
        .map((name) => ({
          path,
          message: `It ${verb} ${name} from ${specifier}, which does not export that.`,
        }));
    }),
  );
}

/**
 * Other relative paths in the code of `paths`, such as those of `new URL` or `readFile`, that name a file or folder
 * before and nothing after. A path may be meant from its file or from the project's folder.
 * @param pathBefore the path that a file had
 */
export function lostPaths(
  before: FileTree,
  after: FileTree,
  paths: Iterable<string>,
  pathBefore: (path: string) => string,
): DanglingImport[] {
  const [was, is] = [before, after].map(existing) as [Existing, Existing];
  return [...paths].flatMap((path) => {
    const old = namesNothing(was, pathBefore(path), before);
    const lost = namesNothing(is, path, after);
    return [...lost.keys()]
      .filter((specifier) => old.get(specifier) === false && lost.get(specifier))
      .map((specifier) => ({ path, message: `It names ${specifier}, which is not there any more.` }));
  });
}

type Existing = (path: string) => boolean;

/** The paths in a file's code, and whether nothing answers to them. */
function namesNothing(exists: Existing, path: string, tree: FileTree): Map<string, boolean> {
  const others = namedModules(textOf(path, tree.get(path))).filter(
    ({ form, specifier }) => form !== 'module' && !isMade(path, specifier),
  );
  return new Map(others.map((named) => [named.specifier, !answers(exists, path, named)]));
}

function answers(exists: Existing, path: string, { specifier, form }: NamedModule): boolean {
  const folders = form === 'url' ? [posix.dirname(path)] : [posix.dirname(path), '.'];
  return folders.some((folder) => exists(posix.join(folder, specifier).replace(/\/$/, '')));
}

function existing(tree: FileTree): Existing {
  const folders = new Set([...tree.keys()].flatMap(foldersAbove));
  return (path) => tree.has(path) || folders.has(path);
}

/** What lies outside of the project or is made by a build is not in its tree. */
function isMade(path: string, specifier: string): boolean {
  const target = posix.join(posix.dirname(path), specifier);
  return target.startsWith('..') || /(^|\/)(dist|node_modules)(\/|$)/.test(target);
}

function textOf(path: string, entry: FileEntry | undefined): string {
  return !entry || entry.link || fileKind(path) !== 'code' ? '' : Buffer.from(entry.content).toString('utf8');
}

const declared =
  /^export\s+(?:declare\s+)?(?:default\s+)?(?:abstract\s+)?(?:async\s+)?(?:const\s+enum|const|let|var|function\*?|class|interface|type|enum|namespace)\s+([\w$]+)/gm;

function exportedNames(path: string, entry: FileEntry): Set<string> | undefined {
  const text = textOf(path, entry);
  const unknown = /^export\s+(type\s+)?\*|^export\s+(const|let|var)\s*[{[]|module\.exports/m;
  if (entry.link || fileKind(path) !== 'code' || unknown.test(text)) return undefined;
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
