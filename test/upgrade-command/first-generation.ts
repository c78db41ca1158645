import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { type FileTree, textFile } from '../../src/generate/file-tree.ts';
import { releasedGenerations } from '../../src/generate/released.ts';
import { gitBlobId, sha256 } from '../../src/project/hash.ts';
import { basePath, statePath, withRecord } from '../../src/project/record.ts';
import { quickDisk } from '../project/failing-disk.ts';
import { temporaryFolder } from '../project/folder.ts';
import { type Project, projectAt, renderReal } from './project.ts';

export const firstGeneration = releasedGenerations().at(-1)!;

/** The answers that every project of generation 1 has recorded, with their defaults. */
const common = {
  name: 'shop',
  slug: 'shop',
  region: 'eu-west-1',
  stages: ['dev', 'prod'],
  domain: '',
  alarmsEmail: '',
  ci: 'github',
  packageManager: 'npm',
};

/** What the defaults of each pattern of generation 1 were. */
export const firstAnswers: Record<string, Record<string, string | string[]>> = {
  api: { ...common, pattern: 'api', api: 'http' },
  spa: { ...common, pattern: 'spa', api: 'http', frontend: 'react' },
  'spa-single-domain': { ...common, pattern: 'spa-single-domain', api: 'http', frontend: 'react' },
  'storage-first': { ...common, pattern: 'storage-first', endpoint: 'regional', intake: 'sqs' },
};

const body = 'export const version = 0;\n';
/** A small program with the head of the local cloud's. */
export const toolText = `// The local cloud.\n// sha256 of all below this comment: ${sha256(Buffer.from(body))}\n${body}`;

/** A project as version 0.1.0 made it, and the commands of today for it. */
export async function makeFirst(answers: Record<string, string | string[]>): Promise<Project> {
  const folder = join(temporaryFolder(), 'shop');
  await writeFirst(folder, answers);
  return projectAt(folder, { render: renderReal, disk: quickDisk, released: releasedGenerations });
}

/** Writes a project into a folder as version 0.1.0 made it. */
export async function writeFirst(folder: string, answers: Record<string, string | string[]>): Promise<void> {
  const tree = (await firstGeneration.render(answers))!;
  tree.set('dev/local-cloud.mjs', { content: Buffer.from(toolText), mode: 0o644 });
  const recorded = withRecord(tree, { answers, cli: firstGeneration.cli });
  const state = Buffer.from(recorded.get(statePath)!.content)
    .toString('utf8')
    .replace(/"templates": \d+/, '"templates": 1')
    .replace(/"stateVersion": \d+/, '"stateVersion": 1');
  recorded.set(basePath, textFile(firstBase(tree)));
  recorded.set(statePath, textFile(state));
  for (const [path, { content, mode }] of recorded) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content, { mode });
  }
}

/** A base.ndjson of the record's first format: every content for itself, every key there. */
function firstBase(tree: FileTree): string {
  return [...tree]
    .map(([path, { content, mode }]) => {
      const kept =
        path === 'dev/local-cloud.mjs' ? {} : { e: 'br', z: brotliCompressSync(content).toString('base64') };
      const m = mode & 0o100 ? '755' : '644';
      return `${JSON.stringify({ p: path, id: path, m, h: sha256(content), g: gitBlobId(content), ...kept })}\n`;
    })
    .sort()
    .join('');
}
