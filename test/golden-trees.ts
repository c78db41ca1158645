import { join } from 'node:path';
import type { FileTree } from '../src/generate/file-tree.ts';
import { patterns } from '../src/generate/patterns.ts';
import { localCloudPath, render } from '../src/generate/render.ts';
import { packageRoot } from '../src/generate/templates-root.ts';
import { answersOf } from './matrix/rows.ts';

/** Where the golden trees are committed. */
export const goldenFolder = join(packageRoot(), 'test', 'golden');

/** The default project of every pattern that is ready, without the local cloud's program. */
export function goldenProjects(): { slug: string; tree: FileTree }[] {
  return patterns
    .filter(({ ready }) => ready)
    .map(({ slug }) => {
      const tree = render(answersOf({ pattern: slug, name: 'Golden shop' }), new Uint8Array());
      tree.delete(localCloudPath);
      return { slug, tree };
    });
}
