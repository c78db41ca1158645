import { dirname, join } from 'node:path/posix';
import { expect, it } from 'vitest';
import { patterns } from '../../src/generate/patterns.ts';
import { render } from '../../src/generate/render.ts';
import { answersOf } from '../matrix/rows.ts';

// The local cloud leaves bundles in dist/ that hold the project's own code alone.
it.each(
  patterns.map(({ slug }) => slug),
)('the CDK of %s bundles the functions before it looks at them', (pattern) => {
  const tree = render(answersOf({ pattern, name: 'Shop' }), new Uint8Array());
  const apps = [...tree.keys()].filter((path) => path.endsWith('cdk.json'));
  expect(apps).not.toEqual([]);
  for (const path of apps) {
    const { build } = JSON.parse(Buffer.from(tree.get(path)!.content).toString('utf8'));
    expect([path, build, tree.has(join(dirname(path), 'build.mjs'))]).toEqual([path, 'node build.mjs', true]);
  }
});
