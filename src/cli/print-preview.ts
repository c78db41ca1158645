import { join } from 'node:path';
import type { Change } from '../project/changes.ts';
import { countFiles, fileList, printDocument, size } from './file-list.ts';
import type { Io } from './io.ts';
import { keptLines } from './print-created.ts';
import type { Settled } from './settle-answers.ts';
import type { Planned } from './write-project.ts';

/** Tells what would be made; nothing is written. */
export async function printPreview(
  settled: Settled,
  { changes, target }: Planned,
  { json, diff }: { json: boolean; diff?: boolean },
  io: Io,
): Promise<void> {
  const diffs = diff ? await diffsOf(changes, target.path, io) : undefined;
  if (json) {
    const files = fileList(changes).map((file, index) => ({
      ...file,
      ...(diffs ? { diff: diffs[index] } : {}),
    }));
    printDocument('create', settled, target, io, { dryRun: true, files });
    return;
  }
  if (diffs) {
    io.stdout.write(diffs.join(''));
    return;
  }
  const listed = fileList(changes);
  const width = Math.max(...listed.map((file) => size(file.size).length));
  const lines = listed.map(
    (file) => `  ${size(file.size).padStart(width)}  ${file.action.padEnd(8)}  ${file.path}`,
  );
  const bytes = listed.reduce((sum, file) => sum + file.size, 0);
  const total = `${settled.directory}: ${countFiles(listed.length)}, ${size(bytes)}. Nothing was written.`;
  io.stdout.write(`${[...lines, ...keptLines(changes), total].join('\n')}\n`);
}

/** A unified diff for each change, from what is in the directory to what would be. */
async function diffsOf(changes: readonly Change[], root: string, io: Io): Promise<string[]> {
  const { unifiedDiff } = await import('./unified-diff.ts');
  return changes.map(({ path, action, entry, write }) => {
    if (action === 'same' || action === 'keep') return '';
    const to = write ?? { path, entry };
    const place = join(root, to.path);
    const plain = (action === 'merge' || action === 'conflict') && io.disk.look(place)?.isFile();
    return unifiedDiff(to.path, plain ? io.disk.readFile(place) : undefined, to.entry.content);
  });
}
