import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileTree } from '../generate/file-tree.ts';
import type { Answers } from '../generate/options.ts';
import { packageRoot } from '../generate/templates-root.ts';

/** Renders the templates of this package; the template engine is loaded only here. */
export async function renderProject(answers: Answers): Promise<FileTree> {
  const { render } = await import('../generate/render.ts');
  return render(answers, localCloudProgram());
}

function localCloudProgram(): Uint8Array {
  const file = join(packageRoot(), 'dist', 'local-cloud.mjs');
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new Error('dist/local-cloud.mjs is missing from this package. Build it with "npm run build".', {
      cause,
    });
  }
}
