import type { Target } from '../../project/target.ts';
import { refuseTracked } from '../../project/tracked.ts';
import { locked, refuseLinks } from '../../project/upgrade/lock.ts';
import { recover } from '../../project/upgrade/recover.ts';
import { interrupted, isInTheMiddle, waitingRuns } from '../../project/upgrade/waiting.ts';
import type { Io } from '../io.ts';
import { confirm } from './confirm.ts';
import type { UpgradeMode } from './upgrade-flags.ts';

/**
 * Looks for runs in a project that have not ended. A mode that writes settles those whose process is gone; `abort`
 * and `undo` those of other machines too, once that is confirmed; `check` and `preview` change nothing and throw. True
 * when changes were put back.
 */
export async function settleWaiting(
  target: Target,
  mode: UpgradeMode,
  flags: { yes?: boolean; json: boolean },
  io: Io,
): Promise<boolean> {
  const { disk } = io;
  const { path: root, shown } = target;
  refuseLinks(disk, root);
  const waiting = waitingRuns(disk, root);
  if (waiting.length === 0) return false;
  await refuseTracked(
    { run: io.run, env: io.env, root },
    waiting.map(({ path }) => path),
  );
  const open = waiting.filter((each) => isInTheMiddle(disk, each));
  if (open.some(({ fate }) => fate === 'alive')) throw locked();
  if (mode === 'check' || mode === 'preview') {
    if (open[0]) throw interrupted(mode === 'check' ? 'record' : 'conflict', open[0]);
    return false;
  }
  const gone = waiting.filter(({ fate }) => fate === 'gone');
  const foreign = waiting.filter(({ fate }) => fate === 'unknown');
  const settles = mode === 'abort' || mode === 'undo';
  if (!settles && open.some(({ fate }) => fate === 'unknown')) throw locked();
  if (settles && foreign.length > 0) {
    const what =
      'An upgrade of another machine or user, or of a process whose number is in use again, has not ended.';
    if (!flags.json) io.stderr.write(`${what}\n`);
    await confirm('Put back what it had changed? Only when it is at work nowhere any more.', flags, io);
  }
  const { sentences, tookBack } = recover(disk, root, shown, [...gone, ...(settles ? foreign : [])]);
  if (!flags.json) for (const sentence of sentences) io.stderr.write(`${sentence}\n`);
  return tookBack;
}
