import { type FileTree, sortTree, textFile } from './file-tree.ts';
import { renderTemplate } from './handlebars.ts';
import { arrangeManifest, type Json, mergeJson, serialise } from './json.ts';
import type { Answers } from './options.ts';
import { type PlannedFile, plan } from './plan.ts';
import { scriptsOf } from './scripts.ts';
import { type View, viewOf } from './view.ts';

/** Path of the tool-owned program in a generated project. */
export const localCloudPath = 'dev/local-cloud.mjs';

/** The project of complete answers, in memory. Pure and deterministic: the same answers give the same bytes. */
export function render(answers: Answers, localCloud: Uint8Array): FileTree {
  const view = viewOf(answers);
  const tree: FileTree = new Map([[localCloudPath, { content: localCloud, mode: 0o644 }]]);
  for (const [path, planned] of plan(answers)) {
    tree.set(
      path,
      path.endsWith('package.json') || planned.sources.length > 1
        ? json(planned, view)
        : single(planned, view),
    );
  }
  return sortTree(tree);
}

function single({ path, sources }: PlannedFile, view: View) {
  const { layer, file } = sources[0]!;
  if (!file.template) return { content: file.content, mode: file.mode };
  try {
    return textFile(renderTemplate(file.content.toString('utf8'), view), file.mode === 0o755);
  } catch (error) {
    throw new Error(`${layer}/files/${path}.hbs: ${(error as Error).message}`, { cause: error });
  }
}

function json({ path, sources }: PlannedFile, view: View) {
  const documents = sources.map(({ layer, file }) => ({
    layer,
    value: JSON.parse(file.content.toString('utf8')) as Json,
  }));
  const merged = mergeJson(documents) as { [key: string]: Json };
  const value =
    path === 'package.json'
      ? arrangeManifest({
          name: view.slug,
          version: '0.1.0',
          private: true,
          description: view.name,
          ...merged,
          scripts: scriptsOf(view),
        })
      : merged;
  return textFile(serialise(value, path));
}
