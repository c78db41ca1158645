import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { goldenFolder, goldenProjects } from './golden-trees.ts';

describe.each(goldenProjects())('the default project of $slug', ({ slug, tree }) => {
  const folder = join(goldenFolder, slug);
  const committed = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    )
    .sort();

  it('has the committed files; after a wanted change run "npm run golden" and review the diff', () => {
    expect([...tree.keys()].sort()).toEqual(committed);
  });

  it.each(committed)('%s', (path) => {
    expect(Buffer.from(tree.get(path)?.content ?? '').toString('utf8')).toBe(
      readFileSync(join(folder, path), 'utf8'),
    );
  });
});
