import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { expect, it } from 'vitest';
import type { FileTree } from '../../src/generate/file-tree.ts';
import { type PatternSlug, patterns } from '../../src/generate/patterns.ts';
import { render } from '../../src/generate/render.ts';
import { allPairs, drawnRows } from './all-pairs.ts';
import { answersOf, type Row } from './values.ts';

/** Modules that come with what runs the code: CloudFront's functions have this one. */
const ofRuntimes = ['cloudfront'];

const packageOf = (specifier: string) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

/** The packages that a file imports. */
function importsOf(code: string): string[] {
  const specifiers = [...code.matchAll(/(?:\bfrom|\bimport) "([^".][^"]*)"|\bimport\("([^".][^"]*)"\)/g)];
  return specifiers
    .map(([, one, other]) => packageOf(one ?? other!))
    .filter(
      (name) => !name.startsWith('node:') && !builtinModules.includes(name) && !ofRuntimes.includes(name),
    );
}

/** The packages that the package.json above a file declares. */
function declaredFor(path: string, tree: FileTree): string[] {
  for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
    const manifest = tree.get(posix.join(folder, 'package.json'));
    if (!manifest) continue;
    const { name, dependencies, devDependencies } = JSON.parse(Buffer.from(manifest.content).toString());
    return [name, ...Object.keys({ ...dependencies, ...devDependencies })];
  }
}

/** Imports that a package manager which hoists nothing does not find. */
function undeclared(tree: FileTree): string[] {
  return [...tree].flatMap(([path, { content }]) => {
    if (!/\.[cm]?[jt]sx?$/.test(path) || path === 'dev/local-cloud.mjs') return [];
    const declared = declaredFor(path, tree);
    return importsOf(Buffer.from(content).toString())
      .filter((name) => !declared.includes(name) && !declared.includes(`@types/${name}`))
      .map((name) => `${path}: ${name}`);
  });
}

/** By day one project of each pattern, drawn, and every pair of values where each service is a package of its own. */
function rowsOf(slug: PatternSlug): Row[] {
  const isWhole = process.env.MATRIX === 'full' || slug === 'microservices';
  return isWhole ? allPairs(slug) : [drawnRows(slug).next().value];
}

it.each(patterns.map(({ slug }) => slug))('each package of %s declares what its code imports', (slug) => {
  const faults = rowsOf(slug).flatMap((row) => {
    const missing = undeclared(render(answersOf(row), new Uint8Array()));
    return missing.length === 0 ? [] : [`${JSON.stringify(row)}\n${missing.join('\n')}`];
  });
  expect(faults).toEqual([]);
});
