import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';

/** Folders that a build or a tool writes: their changes are not edits. */
const skipped = new Set(['node_modules', 'dist', '.git', 'cdk.out', 'coverage', '.local-cloud']);

/**
 * Calls back with the absolute path of each file that changes below a folder. One watcher a folder: recursive watching is
 * emulated on Linux, where it would also watch every folder of node_modules.
 */
export function watchFolder(root: string, changed: (file: string) => void): { close(): void } {
  const watchers = new Map<string, FSWatcher>();
  const add = (folder: string) => {
    if (watchers.has(folder)) return;
    try {
      const watcher = watch(folder, (_, name) => {
        if (name === null || skipped.has(name)) return;
        const path = join(folder, name);
        if (isFolder(path)) add(path);
        else changed(path);
      });
      watcher.on('error', () => remove(folder));
      watchers.set(folder, watcher);
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        if (entry.isDirectory() && !skipped.has(entry.name)) add(join(folder, entry.name));
      }
    } catch {
      // The folder went away in between, or the system has no watcher left: the rest is still watched.
      remove(folder);
    }
  };
  const remove = (folder: string) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  add(root);
  return { close: () => [...watchers.keys()].forEach(remove) };
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
