import type { FileTree } from '../generate/file-tree.ts';
import { isLockFile } from './lock-files.ts';
import { baseName } from './paths.ts';
import type { Notice } from './types.ts';

const blocks = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
  'overrides',
  'workspaces',
];

/** One notice when packages have to be installed: a manifest wants others than before, or a lock file is out of date. */
export function installStep(yours: FileTree, files: FileTree, notices: readonly Notice[]): Notice[] {
  const others = notices.filter(({ kind }) => kind !== 'install');
  const lock = notices.find(({ kind }) => kind === 'install');
  if (lock) return [...others, lock];
  for (const [path, entry] of files) {
    const before = yours.get(path);
    const manifest =
      baseName(path) === 'package.json' &&
      before !== entry &&
      wants(entry.content) !== wants(before?.content);
    const replaced = isLockFile(path) && before !== undefined && before !== entry;
    if (!manifest && !replaced) continue;
    const message = 'The packages that the project needs have changed: install once.';
    return [...others, { path, kind: 'install', message }];
  }
  return others;
}

/** The packages that a manifest asks for, as a text to compare. No parser that keeps positions: a manifest is long. */
function wants(content: Uint8Array | undefined): string {
  if (!content) return '';
  try {
    const text = Buffer.from(content)
      .toString('utf8')
      .replace(/^\uFEFF/, '');
    const manifest = JSON.parse(text) as Record<string, object | undefined> | null;
    return JSON.stringify(blocks.map((block) => Object.entries(manifest?.[block] ?? {}).sort()));
  } catch {
    // One with conflict markers, or broken before: what it asks for is not known.
    return '';
  }
}
