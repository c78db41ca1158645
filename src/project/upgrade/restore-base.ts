import type { FileTree } from '../../generate/file-tree.ts';
import { sha256 } from '../hash.ts';
import type { RunCommand } from '../run-command.ts';
import type { ProjectRecord } from './read-record.ts';
import type { LostBase } from './salvage.ts';

/** A base that the record does not hold whole, with what could be found of it. */
export interface RestoredBase extends LostBase {
  content?: Uint8Array;
  /** Where the content is from; `nowhere` leaves the digest at most. */
  from: 'git' | 'render' | 'nowhere';
}

export interface Sources {
  /** Files on disk. */
  yours: FileTree;
  /** What the templates give now. */
  next: FileTree;
  /** Recorded answers rendered with the templates of this version; `undefined` when they cannot be. */
  renderRecorded(): Promise<FileTree | undefined>;
  /** The templates of this version made the record. */
  sameVersion: boolean;
  /** Content of a git blob of the project; `undefined` when there is none. */
  readBlob(id: string): Promise<Uint8Array[]>;
}

/** No project has that many damaged lines that a process for each were worth it. */
const mostBlobs = 200;

/**
 * Finds the bases that the record should have and has not: in the git objects of the project, or by rendering the
 * recorded answers with today's templates, taken only when that is provably the same. What is found nowhere is left to
 * the digest.
 */
export async function restoreBases(record: ProjectRecord, sources: Sources): Promise<RestoredBase[]> {
  const { yours, next } = sources;
  const missing = [...next.keys()].filter((path) => yours.has(path) && !known(record, path));
  if (record.lost.size === 0 && missing.length === 0) return [];
  const rendered = (await sources.renderRecorded()) ?? new Map();
  const restored: RestoredBase[] = [];
  for (const [index, lost] of [...record.lost.values()].entries()) {
    const blob = index < mostBlobs ? await fromGit(lost, sources) : undefined;
    restored.push(blob ?? fromRender(lost, rendered) ?? { ...lost, from: 'nowhere' });
  }
  const trusted = sources.sameVersion && record.faults.length > 0;
  const all = trusted ? [...rendered.keys()] : missing;
  for (const path of all.filter((each) => !known(record, each))) {
    const entry = rendered.get(path);
    const same = entry && yours.get(path) && Buffer.compare(entry.content, yours.get(path)!.content) === 0;
    if (entry && (trusted || same))
      restored.push({ path, mode: entry.mode, content: entry.content, from: 'render' });
  }
  return restored;
}

function known({ bases, lost }: ProjectRecord, path: string): boolean {
  return bases.has(path) || lost.has(path);
}

async function fromGit(lost: LostBase, { readBlob }: Sources): Promise<RestoredBase | undefined> {
  if (!lost.blob || !lost.sha256) return undefined;
  const content = (await readBlob(lost.blob)).find((each) => sha256(each) === lost.sha256);
  return content && { ...lost, content, from: 'git' };
}

function fromRender(lost: LostBase, rendered: FileTree): RestoredBase | undefined {
  const entry = rendered.get(lost.path);
  if (!entry || sha256(entry.content) !== lost.sha256) return undefined;
  return { ...lost, content: entry.content, from: 'render' };
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
