import { join } from 'node:path';
import type { FileEntry, FileTree } from '../../generate/file-tree.ts';
import type { Disk } from '../disk.ts';
import { basePath, recordFolder, statePath } from '../record.ts';
import { lookBelow } from './look.ts';
import type { NextRecord } from './next-record.ts';
import { leavesAsIs, type UpgradePlan } from './plan.ts';
import type { ProjectRecord } from './read-record.ts';
import { changedMeanwhile } from './refuse-changed.ts';
import type { Write } from './stage-writes.ts';
import { transact } from './transaction.ts';
import { readEntry } from './work-tree.ts';

/** Writes a plan and the record that goes with it, all or nothing. Gives the name of the backup. */
export async function applyUpgrade(
  disk: Disk,
  root: string,
  plan: UpgradePlan,
  record: { now: ProjectRecord; next: NextRecord },
  shown: string,
): Promise<string> {
  const writes = [...projectWrites(plan), ...recordWrites(disk, root, plan.incoming, record.next)];
  const stale = writes.find(({ path, before }) => before && isStale(path, before, record.now));
  if (stale) throw changedMeanwhile(stale.path);
  return transact(disk, root, writes, { kind: 'upgrade', shown });
}

/** True when the record is another than the one that the plan was made from. */
function isStale(path: string, { content }: FileEntry, { baseText, stateText }: ProjectRecord): boolean {
  const text = path === statePath ? stateText : path === basePath ? baseText : '';
  return text !== '' && Buffer.from(content).toString('utf8') !== text;
}

function projectWrites({ operations }: UpgradePlan): Write[] {
  const writes = new Map<string, Write>();
  for (const { path, from, before } of operations) {
    if (from !== undefined) writes.set(from, { path: from, before });
    else writes.set(path, { path, before });
  }
  for (const operation of operations) {
    if (!operation.after) continue;
    const write = writes.get(operation.path) ?? { path: operation.path };
    writes.set(operation.path, { ...write, after: operation.after });
  }
  const still = new Set(operations.filter(leavesAsIs).map(({ path }) => path));
  return [...writes.values()].filter(({ path }) => !still.has(path));
}

/** What cannot be merged, then the record; state.json is the last of all, because its write is what counts. */
function recordWrites(disk: Disk, root: string, incoming: FileTree, { files }: NextRecord): Write[] {
  const aside = [...incoming].map(([path, entry]) => [`${recordFolder}/incoming/${path}`, entry] as const);
  const last = [basePath, statePath];
  const own = [...files].filter(([path]) => !last.includes(path));
  return [...aside, ...own, ...last.map((path) => [path, files.get(path)!] as const)]
    .map(([path, after]): Write => {
      const before = lookBelow(disk, join(root, path)) ? readEntry(disk, root, path) : undefined;
      return { path, before, after };
    })
    .filter(({ path, before, after }) => {
      return path === statePath || !before || Buffer.compare(before.content, after!.content) !== 0;
    });
}
