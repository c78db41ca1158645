import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withTables } from '../src/generate/docs.ts';
import { packageRoot } from '../src/generate/templates-root.ts';

const readme = readFileSync(join(packageRoot(), 'README.md'), 'utf8');

it('README.md has the tables of today; if not, run "npm run docs"', () => {
  expect(withTables(readme)).toBe(readme);
});

it('README.md says the two commands first', () => {
  const firstLines = readme.split('\n').slice(0, 6).join('\n');
  expect(firstLines).toContain('npm ci && npm run demo');
  expect(firstLines).toContain('npm ci && npm test');
});
