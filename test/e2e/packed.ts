import { existsSync, mkdtempSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../../src/generate/templates-root.ts';

/** The tarball as npm would publish it, and a folder to work in. */
export interface Packed {
  /** Folder of this test; `dispose` removes it. */
  folder: string;
  tarball: string;
  /** Bytes of the tarball. */
  size: number;
  /** Paths in the tarball. */
  files: string[];
  dispose(): void;
}

/** Packs the built package into a temporary folder. */
export async function pack(): Promise<Packed> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'csp-e2e-')));
  const { stdout } = await execa(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    {
      cwd: packageRoot(),
    },
  );
  const report = JSON.parse(stdout);
  const [entry] = Array.isArray(report) ? report : Object.values<typeof report>(report);
  return {
    folder,
    tarball: join(folder, entry.filename),
    size: entry.size,
    files: entry.files.map(({ path }: { path: string }) => path),
    // What a project has started may still write its last, and a folder of packages takes long to go.
    dispose: () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }),
  };
}

export interface Ran {
  code: number;
  /** Standard output and error as they came. */
  output: string;
  stdout: string;
}

/** Runs a command to its end; never throws on a failing exit code. */
export async function run(
  command: string,
  argv: string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<Ran> {
  const result = await execa(command, argv, {
    cwd,
    // Vitest sets NODE_ENV, which a shell of a user does not have.
    env: { CI: '', NO_COLOR: '1', NODE_ENV: undefined, ...env },
    reject: false,
    all: true,
    stdin: 'ignore',
  });
  return { code: result.exitCode ?? 1, output: result.all ?? '', stdout: result.stdout ?? '' };
}

/**
 * Installs a project that starts with the packages of another one, most of which are its own too; the other one is left
 * without them.
 */
export async function installOver(before: string, project: string): Promise<Ran> {
  // A site has packages of its own beside those that it shares.
  for (const modules of ['node_modules', join('web', 'node_modules')]) {
    if (existsSync(join(before, modules))) renameSync(join(before, modules), join(project, modules));
  }
  return run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'], project);
}

/** Lines that warn, save those about the npm configuration of the machine itself. */
export function warnings(output: string): string[] {
  return (
    output
      .split('\n')
      .filter((line) => /\bwarn(ing)?s?\b|deprecat/i.test(line))
      .filter((line) => !/Unknown (user|env|global|project) config|npm help npmrc/.test(line))
      // npm repeats the command of a script before it runs it.
      .filter((line) => !line.startsWith('> '))
      .filter((line) => !/\b(0|no) warnings?\b/i.test(line))
  );
}
