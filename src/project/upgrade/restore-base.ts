import type { FileEntry, FileTree } from '../../generate/file-tree.ts';
import { sha256 } from '../hash.ts';
import type { RunCommand } from '../run-command.ts';
import { isIntact, toolFile } from '../tool-file.ts';
import type { ProjectRecord } from './read-record.ts';
import type { LostBase } from './salvage.ts';

/** A base that the record does not hold whole, with what could be found of it. */
export interface RestoredBase extends LostBase {
  content?: Uint8Array;
  /** Where it is from; `itself` gives a digest alone, and `nowhere` the recorded one at most. */
  from: 'git' | 'render' | 'history' | 'itself' | 'nowhere';
}

/** What templates render for the recorded answers. */
export interface Rendered {
  tree: FileTree;
  from: 'render' | 'history';
  /** True for the very templates that made the record. */
  exact: boolean;
}

export interface Sources {
  /** Files on disk. */
  yours: FileTree;
  /** What the templates give now. */
  next: FileTree;
  /** Recorded answers as the templates of this version and of released generations render them. */
  renderRecorded(): Promise<Rendered[]>;
  /** Content of a git blob of the project; `undefined` when there is none. */
  readBlob(id: string): Promise<Uint8Array[]>;
}

/** No project has that many damaged lines that a process for each were worth it. */
const mostBlobs = 200;

/**
 * Finds the bases that the record should have and has not: in the git objects of the project, or by rendering the
 * recorded answers with today's templates or those of a released generation. A file whose digest is known is taken only
 * when it has that digest; one whose digest is lost, only from the templates that made the record, or when it is what is
 * on disk. What is found nowhere is left to the digest.
 */
export async function restoreBases(record: ProjectRecord, sources: Sources): Promise<RestoredBase[]> {
  const { yours, next } = sources;
  const missing = [...next.keys()].filter((path) => yours.has(path) && !known(record, path));
  if (record.lost.size === 0 && missing.length === 0) return [];
  const rendered = await sources.renderRecorded();
  const restored: RestoredBase[] = [];
  for (const [index, lost] of [...record.lost.values()].entries()) {
    const blob = index < mostBlobs ? await fromGit(lost, sources) : undefined;
    restored.push(blob ?? fromRender(lost, rendered) ?? { ...lost, from: 'nowhere' });
  }
  const exact = record.faults.length > 0 ? rendered.find((each) => each.exact) : undefined;
  const wanted = new Set([...missing, ...(exact?.tree.keys() ?? [])]);
  for (const path of [...wanted].filter((each) => !known(record, each))) {
    const found = withoutDigest(path, { yours: yours.get(path), exact, rendered });
    if (found) restored.push(found);
  }
  return restored;
}

/** The base of a path of which the record has nothing at all. */
function withoutDigest(
  path: string,
  { yours, exact, rendered }: { yours?: FileEntry; exact?: Rendered; rendered: readonly Rendered[] },
): RestoredBase | undefined {
  if (path === toolFile && yours && isIntact(yours)) {
    return { path, mode: yours.mode, sha256: sha256(yours.content), from: 'itself' };
  }
  const same = ({ tree }: Rendered) => {
    const entry = tree.get(path);
    return entry !== undefined && yours !== undefined && Buffer.compare(entry.content, yours.content) === 0;
  };
  const source = exact?.tree.has(path) ? exact : rendered.find(same);
  const entry = source?.tree.get(path);
  return source && entry && { path, mode: entry.mode, content: entry.content, from: source.from };
}

function known({ bases, lost }: ProjectRecord, path: string): boolean {
  return bases.has(path) || lost.has(path);
}

async function fromGit(lost: LostBase, { readBlob }: Sources): Promise<RestoredBase | undefined> {
  if (!lost.blob || !lost.sha256) return undefined;
  const content = (await readBlob(lost.blob)).find((each) => sha256(each) === lost.sha256);
  return content && { ...lost, content, from: 'git' };
}

function fromRender(lost: LostBase, rendered: readonly Rendered[]): RestoredBase | undefined {
  for (const { tree, from } of rendered) {
    const entry = tree.get(lost.path);
    if (entry && sha256(entry.content) === lost.sha256) return { ...lost, content: entry.content, from };
  }
  return undefined;
}

/** Reads blobs of the repository that a folder is in. Nothing is fetched, and no hook or filter runs. */
export function blobReader(run: RunCommand, root: string, env: NodeJS.ProcessEnv): Sources['readBlob'] {
  return async (id) => {
    const kept = Object.entries(env).filter(([name]) => !name.startsWith('GIT_'));
    const ran = await run('git', ['--no-replace-objects', 'cat-file', 'blob', id], {
      cwd: root,
      env: {
        ...Object.fromEntries(kept),
        GIT_NO_LAZY_FETCH: '1',
        GIT_TERMINAL_PROMPT: '0',
      },
      timeout: 10_000,
    });
    if (ran.code !== 0) return [];
    // The output of a program comes without its last line break.
    return [Buffer.from(`${ran.stdout}\n`), Buffer.from(ran.stdout)];
  };
}
