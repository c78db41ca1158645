import { pascalCase } from './case.ts';
import { type FileTree, sortTree, textFile } from './file-tree.ts';
import { renderTemplate } from './handlebars.ts';
import { type Json, type JsonObject, mergeJson, serialise } from './json.ts';
import { projectManifest } from './manifest.ts';
import type { Answers } from './options.ts';
import { type PlannedFile, partialsOf, plan } from './plan.ts';
import { relocate } from './relocate.ts';
import { ordersService } from './services.ts';
import { type View, viewOf } from './view.ts';
import { spreadDocuments } from './workspace-documents.ts';

/** Path of the tool-owned program in a generated project. */
export const localCloudPath = 'dev/local-cloud.mjs';

const contractPath = 'stateful.contract.json';

/** The project of complete answers, in memory. Pure and deterministic: the same answers give the same bytes. */
export function render(answers: Answers, localCloud: Uint8Array): FileTree {
  const view = viewOf(answers);
  const partials = partialsOf(answers);
  const tree: FileTree = new Map([[localCloudPath, { content: localCloud, mode: 0o644 }]]);
  const documents: Record<string, JsonObject> = {};
  for (const [path, planned] of plan(answers)) {
    if (path === contractPath) tree.set(path, contract(planned, view));
    else if (isDocument(planned)) documents[path] = merged(planned);
    else tree.set(path, single(planned, planned.service ? viewOf(answers, planned.service) : view, partials));
  }
  documents['package.json'] = projectManifest(documents['package.json']!, view);
  const all = view.is.workspaces ? spreadDocuments(documents, view) : documents;
  for (const [path, document] of Object.entries(all)) tree.set(path, textFile(serialise(document, path)));
  return sortTree(tree);
}

/** JSON that is built as data: what several layers ship, and what the code completes. */
function isDocument({ path, sources }: PlannedFile): boolean {
  return sources.length > 1 || path.endsWith('package.json') || path === 'tsconfig.json';
}

function merged(planned: PlannedFile): JsonObject {
  return mergeJson(documentsOf(planned)) as JsonObject;
}

function documentsOf({ sources }: PlannedFile): { layer: string; value: Json }[] {
  return sources.map(({ layer, file }) => ({ layer, value: JSON.parse(file.content.toString('utf8')) }));
}

/** What the layers ship, and the tables of the services but orders. */
function contract(planned: PlannedFile, { services }: View) {
  const tables = services
    .filter(({ name }) => name !== ordersService)
    .map(({ name }) => ({
      stack: `<slug>-${name}-<stage>`,
      logicalId: `${pascalCase(name)}Table`,
      type: 'AWS::DynamoDB::GlobalTable',
      fixed: { KeySchema: ['pk HASH S'] },
      deletionPolicy: 'Retain',
      updateReplacePolicy: 'Retain',
    }));
  const value = mergeJson([...documentsOf(planned), { layer: 'services', value: tables }]);
  return textFile(serialise(value, contractPath));
}

function single({ path, sources, moved }: PlannedFile, view: View, partials: ReadonlyMap<string, string>) {
  const { layer, file } = sources[0]!;
  if (!file.template && !(moved && isCode(path))) return { content: file.content, mode: file.mode };
  try {
    const text = file.content.toString('utf8');
    const rendered = file.template ? renderTemplate(text, view, partials) : text;
    return textFile(
      moved && isCode(path) ? relocate(rendered, moved.from, moved.to) : rendered,
      file.mode === 0o755,
    );
  } catch (error) {
    throw new Error(`${layer}/files/${path}.hbs: ${(error as Error).message}`, { cause: error });
  }
}

const isCode = (path: string) => /\.[cm]?[jt]s$/.test(path);
