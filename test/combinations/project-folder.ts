import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FileTree } from '../../src/generate/file-tree.ts';

/** What an install depends on. Projects with the same key are written into one folder, one after the other. */
export function installKey(tree: FileTree): string {
  return digestOf(
    [...tree].filter(([path]) => /(^|\/)(package\.json|pnpm-workspace\.yaml|\.yarnrc\.yml)$/.test(path)),
  );
}

/** Changes with every byte of a project. */
export function digestOf(files: Iterable<[string, { content: Uint8Array }]>): string {
  const hash = createHash('sha256');
  for (const [path, { content }] of files) hash.update(`${path}\n${content.length}\n`).update(content);
  return hash.digest('hex').slice(0, 16);
}

/** Writes a project in the place of the one before it, whose node_modules stay unless their install was broken off. */
export function writeProject(folder: string, tree: FileTree): void {
  if (!isInstalled(folder)) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  clear(folder);
  for (const [path, { content, mode }] of tree) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, mode);
  }
}

const kept = ['node_modules', 'package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock'];

function clear(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (kept.includes(entry.name)) continue;
    const path = join(folder, entry.name);
    // A workspace may have node_modules of its own.
    if (entry.isDirectory()) clear(path);
    if (!entry.isDirectory() || readdirSync(path).length === 0) rmSync(path, { recursive: true });
  }
}

/** True once the packages of a folder are installed. */
export function isInstalled(folder: string): boolean {
  return existsSync(join(folder, 'node_modules', '.installed'));
}

export function markInstalled(folder: string): void {
  writeFileSync(join(folder, 'node_modules', '.installed'), '');
}
