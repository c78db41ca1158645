import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type FileTree, textFile } from '../../src/generate/file-tree.ts';
import { isTemporaryName } from '../../src/project/leftovers.ts';

/** A temporary folder. */
export function temporaryFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'csp-project-')));
}

/** Removes a folder, whatever its permissions. */
export function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** A tree of texts. */
export function treeOf(texts: Record<string, string>): FileTree {
  return new Map(Object.entries(texts).map(([path, text]) => [path, textFile(text)]));
}

/** Writes texts below a folder. */
export function put(folder: string, texts: Record<string, string>): void {
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Every file below a folder with its text; an empty folder as `name/`. */
export function contentOf(folder: string, prefix = ''): Record<string, string> {
  const names = readdirSync(join(folder, prefix)).sort();
  if (names.length === 0 && prefix !== '') return { [`${prefix}/`]: '' };
  return Object.assign(
    {},
    ...names.map((name) => {
      const path = prefix ? `${prefix}/${name}` : name;
      const full = join(folder, path);
      return lstatSync(full).isDirectory() ? contentOf(folder, path) : { [path]: readFileSync(full, 'utf8') };
    }),
  );
}

/** Names of temporary folders of this tool in a folder. */
export function temporaryNames(folder: string): string[] {
  return readdirSync(folder).filter(isTemporaryName);
}

/** Gives temporary folders the name of a process that is gone, as after a kill. */
export function orphan(folder: string): void {
  for (const name of temporaryNames(folder)) {
    renameSync(
      join(folder, name),
      join(folder, name.replace(/-\d+(-[0-9a-f]{6})?-([0-9a-f]{6}\.tmp)$/, '-4194305-$2')),
    );
  }
}
