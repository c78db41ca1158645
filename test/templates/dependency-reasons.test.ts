import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../src/generate/templates-root.ts';
import { allLayerFiles } from './all-layer-files.ts';

interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** The first columns of the tables of CONTRIBUTING.md: names, and scopes as `@aws-sdk/*`. */
const reasons = readFileSync(join(packageRoot(), 'CONTRIBUTING.md'), 'utf8')
  .split('\n')
  .flatMap((line) => /^\| ([^|]+) \| [^|]+ \|$/.exec(line)?.[1]?.split(', ') ?? []);

const withoutReason = (text: string): string[] => {
  const { dependencies, devDependencies } = JSON.parse(text) as Manifest;
  return Object.keys({ ...dependencies, ...devDependencies }).filter(
    (name) => !reasons.includes(name) && !reasons.includes(name.replace(/\/.*/, '/*')),
  );
};

it('CONTRIBUTING.md names the reason for each dependency of this package', () => {
  expect(withoutReason(readFileSync(join(packageRoot(), 'package.json'), 'utf8'))).toEqual([]);
});

it('and for each of generated projects', () => {
  const manifests = allLayerFiles().filter(({ file }) => /(^|\/)package\.json$/.test(file.path));
  expect(manifests.length).toBeGreaterThan(10);
  expect(manifests.flatMap(({ file }) => withoutReason(file.content.toString()))).toEqual([]);
});
