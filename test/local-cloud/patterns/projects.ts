/**
 * Projects of every pattern with its options, synthesised as the local cloud does it. The options come from THE table, so a
 * new pattern or choice is here by itself.
 */
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { resolve } from '../../../src/generate/answers.ts';
import type { FileTree } from '../../../src/generate/file-tree.ts';
import { optionKeys, optionOf } from '../../../src/generate/options.ts';
import { patterns } from '../../../src/generate/patterns.ts';
import { render } from '../../../src/generate/render.ts';
import { packageRoot } from '../../../src/generate/templates-root.ts';
import type { BuiltModel } from '../../../src/local-cloud/assembly/model.ts';
import { openProject } from '../../../src/local-cloud/project/project.ts';

export interface Variant {
  /** The answers that differ from the defaults. */
  answers: Record<string, unknown>;
  tree: FileTree;
}

/** Free answers that bring resources of their own. */
const domain = {
  domain: 'shop.example.com',
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  alarmsEmail: 'a@example.com',
};

/**
 * Of each ready pattern the default project, one with a domain, and one for each other choice of each option; those with the
 * same infrastructure once.
 */
export function variants(): Variant[] {
  const found = new Map<string, Variant>();
  for (const { slug } of patterns.filter(({ ready }) => ready)) {
    for (const choice of [{}, domain, ...choices()]) {
      // Some choices need a domain.
      const variant =
        variantOf({ pattern: slug, ...choice }) ?? variantOf({ pattern: slug, ...choice, ...domain });
      if (!variant) continue;
      const print = fingerprint(variant.tree);
      if (!found.has(print)) found.set(print, variant);
    }
  }
  return [...found.values()];
}

function variantOf(answers: Record<string, unknown>): Variant | undefined {
  const resolved = resolve({ name: 'Shop', ...answers });
  return 'faults' in resolved ? undefined : { answers, tree: render(resolved.answers, new Uint8Array()) };
}

/** Each choice of each select and, of a list, each by itself and all at once. */
function choices(): Record<string, unknown>[] {
  return optionKeys
    .filter((key) => key !== 'pattern')
    .flatMap((key) => {
      const { type, choices: list = [] } = optionOf(key);
      const values = list.filter(({ disabled }) => !disabled).map(({ value }) => value);
      const tried =
        type === 'list' && values.length > 0 ? [...values.map((value) => [value]), values] : values;
      return tried.map((value) => ({ [key]: value }));
    });
}

/** What the CDK app of a project depends on. */
const isInfra = (path: string) =>
  /(^|\/)(infra|services|packages|edge|dev|functions)\/|^cdk\.json$|^build\.mjs$/.test(path) &&
  !path.startsWith('web/');

function fingerprint(tree: FileTree): string {
  const hash = createHash('sha256');
  for (const [path, { content }] of [...tree].sort(([a], [b]) => (a < b ? -1 : 1)))
    if (isInfra(path)) hash.update(`${path}\n`).update(content);
  return hash.digest('hex');
}

/** Writes a project with the packages of this repository and an empty site. */
export function written(tree: FileTree): { root: string; dispose(): void } {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'pattern-')));
  const dispose = () => rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  const write = (path: string, content: Uint8Array | string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  try {
    for (const [path, { content }] of tree) if (!path.startsWith('web/')) write(path, content);
    write('web/dist/index.html', '<!doctype html>');
    write('web/dist/assets/site.js', '');
    mkdirSync(join(root, 'node_modules'));
    for (const name of readdirSync(join(packageRoot(), 'node_modules')))
      if (!name.startsWith('.'))
        symlinkSync(join(packageRoot(), 'node_modules', name), join(root, 'node_modules', name), 'junction');
    for (const { name, folder } of workspaces(tree)) {
      mkdirSync(dirname(join(root, 'node_modules', name)), { recursive: true });
      symlinkSync(join(root, folder), join(root, 'node_modules', name), 'junction');
    }
    return { root, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** The same, synthesised. */
export async function synthesised(
  tree: FileTree,
): Promise<{ root: string; built: BuiltModel; dispose(): void }> {
  const { root, dispose } = written(tree);
  try {
    const project = await openProject(root);
    try {
      return { root, built: await project.synth(), dispose };
    } finally {
      await project.close();
    }
  } catch (error) {
    dispose();
    throw error;
  }
}

/** Packages of the project itself, which a package manager would link. */
const workspaces = (tree: FileTree): { name: string; folder: string }[] =>
  [...tree]
    .filter(([path]) => path.endsWith('/package.json') && !path.startsWith('web/'))
    .map(([path, { content }]) => ({
      name: String(JSON.parse(Buffer.from(content).toString('utf8')).name),
      folder: dirname(path),
    }));
