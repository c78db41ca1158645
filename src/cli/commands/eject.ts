import { join } from 'node:path';
import { Failure } from '../../project/failure.ts';
import { temporaryName, tryRemoveTree } from '../../project/leftovers.ts';
import { recordFolder } from '../../project/record.ts';
import { inspectTarget } from '../../project/target.ts';
import type { Io } from '../io.ts';
import { confirm } from '../upgrade/confirm.ts';
import { settleWaiting } from '../upgrade/settle-waiting.ts';

/** Removes the record of a project. Everything else stays, and is yours alone from then on. */
export async function eject(
  directory: string,
  flags: { yes: boolean; json: boolean },
  io: Io,
): Promise<void> {
  const { disk } = io;
  const target = inspectTarget(disk, io.cwd, directory);
  if (!target.entries.includes(recordFolder)) {
    throw new Failure('usage', 'not-a-project', `${directory} is not a project of this tool.`, {
      hint: `It has no ${recordFolder}, so there is nothing to remove.`,
    });
  }
  await settleWaiting(target, 'apply', flags, io);
  await confirm(`Remove ${recordFolder}? The project can then no longer be upgraded.`, flags, io);
  // One rename, so that no half of a record is ever there.
  const away = join(target.path, temporaryName(''));
  disk.rename(join(target.path, recordFolder), away);
  tryRemoveTree(disk, away);
  const weekly = Object.keys(weeklyJobs).filter((path) => disk.look(join(target.path, path))?.isFile());
  const document = { ok: true, command: 'eject', directory: target.path, weekly };
  const lines = [`Removed ${recordFolder}.`, ...weekly.map(leftJob)];
  io.stdout.write(flags.json ? `${JSON.stringify(document, null, 2)}\n` : `${lines.join('\n')}\n`);
}

/** Pipelines that run `upgrade` every week, and what names them. */
const weeklyJobs: Readonly<Record<string, string>> = {
  '.github/workflows/upgrade.yml': '',
  '.gitlab/upgrade.yml': ', and its line under "include" in .gitlab-ci.yml',
};

function leftJob(path: string): string {
  return `Remove ${path} too${weeklyJobs[path]}: it runs "upgrade" every week, which fails from now on.`;
}
