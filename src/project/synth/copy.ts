import { existsSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FileTree } from '../../generate/file-tree.ts';
import { checkPath } from '../../upgrade/paths.ts';

/**
 * Writes a tree to a temporary folder, with links to the packages that are installed in the project; whoever calls it
 * removes the folder. Links of the tree are left out.
 */
export function copyTree(tree: FileTree, root: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'csp-synth-')));
  for (const [path, { content, link }] of tree) {
    if (link || checkPath(path)) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  for (const path of tree.keys()) {
    if (!/(^|\/)package\.json$/.test(path) || checkPath(path)) continue;
    const modules = join(dirname(path), 'node_modules');
    if (existsSync(join(root, modules))) symlinkSync(join(root, modules), join(folder, modules), 'junction');
  }
  return folder;
}
