import { expect, it } from 'vitest';
import { pathTree, segmentsOf } from '../../../src/local-cloud/gateway/path-tree.ts';

const tree = pathTree<string>();
for (const path of ['/', '/a', '/a/{x}', '/a/{x}/c', '/a/b/{rest+}', '/{any+}']) tree.add(path, path);
const match = (path: string, accept = (value: string): string | undefined => value) =>
  tree.match(segmentsOf(path), accept);

it.each([
  ['/', '/', {}],
  ['/a', '/a', {}],
  ['/a/1', '/a/{x}', { x: '1' }],
  ['/a/b', '/a/{x}', { x: 'b' }],
  ['/a/b/c', '/a/b/{rest+}', { rest: 'c' }],
  ['/a/2/c', '/a/{x}/c', { x: '2' }],
  ['/a/2/d', '/{any+}', { any: 'a/2/d' }],
  ['/a/', '/{any+}', { any: 'a/' }],
])('%s is %s', (path, value, parameters) => {
  expect(match(path)).toEqual({ value, parameters });
});

it('goes on to the next path when one is not accepted', () => {
  expect(match('/a/b/c', (value) => (value.startsWith('/a/b') ? undefined : value))?.value).toBe('/a/{x}/c');
  expect(match('/a', () => undefined)).toBeUndefined();
});
