import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FileTree } from '../../generate/file-tree.ts';
import { checkPath } from '../../upgrade/paths.ts';

/**
 * Writes a tree to a temporary folder, with links to the packages that are installed in the project and an empty page in
 * the place of each build; whoever calls it removes the folder. Links of the tree are left out.
 */
export function copyTree(tree: FileTree, root: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'csp-synth-')));
  for (const [path, { content, link: isLink }] of tree) {
    if (isLink || checkPath(path)) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const workspaces = workspacesOf(tree);
  for (const path of [...tree.keys()].filter(isManifest)) {
    standForBuild(join(folder, dirname(path)));
    const modules = join(dirname(path), 'node_modules');
    if (existsSync(join(root, modules))) linkAll(join(root, modules), join(folder, modules), workspaces);
  }
  for (const [name, path] of workspaces) link(join(folder, path), join(folder, 'node_modules', name));
  return folder;
}

/** An app may read what a build makes of a package: an empty page stands for that. */
function standForBuild(packageFolder: string): void {
  const dist = join(packageFolder, 'dist');
  mkdirSync(dist, { recursive: true });
  if (!existsSync(join(dist, 'index.html'))) writeFileSync(join(dist, 'index.html'), '');
}

const isManifest = (path: string) => /(^|\/)package\.json$/.test(path) && !checkPath(path);

/** Folders of the tree that its own packages import by the name in their package.json. */
function workspacesOf(tree: FileTree): Map<string, string> {
  const manifests = [...tree.keys()].filter((path) => path !== 'package.json' && isManifest(path));
  const named = manifests.flatMap((path): [string, string][] => {
    const name = nameIn(tree.get(path)!.content);
    return name && /^(@[a-z0-9._-]+\/)?[a-z0-9][a-z0-9._-]*$/.test(name) ? [[name, dirname(path)]] : [];
  });
  return new Map(named);
}

function nameIn(manifest: Uint8Array): string | undefined {
  try {
    const { name } = JSON.parse(Buffer.from(manifest).toString('utf8')) as { name?: unknown };
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}

/** Links what is installed, but not the workspaces: those of the tree differ from those on disk. */
function linkAll(from: string, to: string, workspaces: ReadonlyMap<string, string>): void {
  if (workspaces.size === 0) {
    link(from, to);
    return;
  }
  for (const entry of readdirSync(from)) {
    const names = entry.startsWith('@')
      ? readdirSync(join(from, entry)).map((name) => `${entry}/${name}`)
      : [entry];
    for (const name of names) if (!workspaces.has(name)) link(join(from, name), join(to, name));
  }
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, 'junction');
}
