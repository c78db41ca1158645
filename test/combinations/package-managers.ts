import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageManager } from '../../src/generate/package-managers.ts';
import { packageRoot } from '../../src/generate/templates-root.ts';

/** The package managers beside npm: only these tests need them, so they are installed here, outside the root's own. */
const tools = join(packageRoot(), 'test', '.tools', 'package-managers');
const packages: Partial<Record<PackageManager, string>> = {
  pnpm: 'pnpm@10.34.9',
  yarn: '@yarnpkg/cli-dist@4.18.1',
  bun: 'bun@1.4.5',
};

/** The environment in which a package manager is found. */
export function environmentOf(manager: PackageManager): Record<string, string> {
  const own = packages[manager];
  const usual = {
    CI: '',
    NO_COLOR: '1',
    // Lock files are not committed here, and the versions named in package.json may differ in the last number.
    YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
    YARN_IGNORE_PATH: '1',
    npm_config_manage_package_manager_versions: 'false',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
  };
  if (!own) return usual;
  const bin = join(tools, manager, 'node_modules', '.bin');
  if (!existsSync(join(bin, manager))) {
    console.log(`Installing ${own} into test/.tools for this run.`);
    mkdirSync(join(tools, manager), { recursive: true });
    execFileSync(
      'npm',
      ['install', '--prefix', join(tools, manager), '--no-save', '--no-audit', '--no-fund', own],
      {
        stdio: 'ignore',
      },
    );
  }
  return { ...usual, PATH: `${bin}:${process.env.PATH}` };
}
