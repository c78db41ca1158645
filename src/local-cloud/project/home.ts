import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { findApps } from './apps.ts';
import type { LocalConfig } from './config.ts';

/**
 * The folder whose `dev/config.ts` holds for a project: its own or, where it is a workspace without one, that of the
 * workspaces' root.
 */
export function homeOf(root: string): string {
  if (existsSync(join(root, 'dev', 'config.ts'))) return root;
  for (let folder = dirname(root); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (!existsSync(manifest)) continue;
    return hasWorkspaces(manifest) && existsSync(join(folder, 'dev', 'config.ts')) ? folder : root;
  }
  return root;
}

/** A manifest above the project may be anybody's, and need not be readable. */
function hasWorkspaces(manifest: string): boolean {
  try {
    return 'workspaces' in JSON.parse(readFileSync(manifest, 'utf8'));
  } catch {
    return false;
  }
}

/**
 * Folders of the CDK apps to start: those of the project and, of a workspace, those that `beside` names too. These come first,
 * as they do in the whole project, since the first Region is that of the environment for SDKs.
 * @throws ProjectError when there is none, or when one of them lies outside the project
 */
export function appsToStart(root: string, home: string, { apps, beside = [] }: LocalConfig): string[] {
  if (home === root) return findApps(root, apps);
  return findApps(home, [...new Set([...beside, relative(home, root)])]);
}
