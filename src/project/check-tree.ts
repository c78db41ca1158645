import type { FileTree } from '../generate/file-tree.ts';
import { checkPath } from '../upgrade/paths.ts';

/**
 * Throws when a path of a rendered project could not be written on every system, would leave the project, or is one of
 * those that are never touched: templates are checked like any other input.
 */
export function checkTree(tree: FileTree): void {
  const seen = new Map<string, string>();
  for (const path of tree.keys()) {
    const reason = path.split('/').includes('.env') ? '.env is never touched' : checkPath(path);
    if (reason) throw new Error(`the templates hold ${JSON.stringify(path)}, but ${reason}`);
    const twin = seen.get(path.toLowerCase());
    if (twin)
      throw new Error(`the templates hold ${twin} and ${path}, which some file systems cannot tell apart`);
    seen.set(path.toLowerCase(), path);
  }
}
