import type { Change } from '../project/changes.ts';
import { countFiles, fileList, printDocument, size } from './file-list.ts';
import type { Finished } from './finish.ts';
import type { Io } from './io.ts';
import { nextSteps } from './next-steps.ts';
import type { Settled } from './settle-answers.ts';
import type { Planned } from './write-project.ts';

/** Tells what was made and what to do next. */
export function printCreated(
  settled: Settled,
  { changes, target }: Planned,
  done: Finished & { seconds: number },
  { json }: { json: boolean },
  io: Io,
): void {
  const steps = nextSteps(settled, done, io);
  const { installed, committed, notes } = done;
  if (json) {
    printDocument('create', settled, target, io, {
      files: fileList(changes),
      installed,
      committed,
      notes,
      nextSteps: steps.map(({ command }) => command),
    });
    return;
  }
  const written = changes.flatMap(({ write }) => (write ? [write] : []));
  const bytes = written.reduce((sum, { entry }) => sum + entry.content.length, 0);
  const width = Math.max(...steps.map(({ command }) => command.length));
  const lines = [
    `${settled.directory}: ${countFiles(written.length)}, ${size(bytes)}, ${done.seconds.toFixed(1)} s`,
    ...keptLines(changes),
    ...(committed ? ['Committed on branch main.'] : []),
    ...notes,
    '',
    'Next:',
    ...steps.map(({ command, says }) => `  ${says ? `${command.padEnd(width)}  ${says}` : command}`),
    '',
    'The same project again:',
    `  ${settled.reproduce}`,
  ];
  io.stdout.write(`${lines.join('\n')}\n`);
}

const wordOf: Partial<Record<Change['action'], string>> = {
  keep: 'kept yours',
  merge: 'added to yours',
  beside: 'kept yours',
};

/** A line for every file of yours that the project has too. */
export function keptLines(changes: readonly Change[]): string[] {
  return changes.flatMap(({ path, action, notes }) => {
    const word = wordOf[action];
    if (!word) return [];
    return [`  ${path}: ${[word, ...(notes ?? [])].join(', ')}`];
  });
}
