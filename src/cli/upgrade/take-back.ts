import { Failure } from '../../project/failure.ts';
import type { Target } from '../../project/target.ts';
import { finishConflicts, openConflicts } from '../../project/upgrade/finish-conflicts.ts';
import { readRecord } from '../../project/upgrade/read-record.ts';
import { transact } from '../../project/upgrade/transaction.ts';
import { planUndo } from '../../project/upgrade/undo.ts';
import type { Io } from '../io.ts';
import { confirm } from './confirm.ts';
import { documentSchema } from './document.ts';

type Flags = { yes?: boolean; json: boolean };

/** Puts everything back as it was before the last upgrade; what was edited since becomes part of a new backup. */
export async function undoUpgrade(target: Target, flags: Flags, io: Io): Promise<void> {
  const { manifest, writes, edited } = planUndo(io.disk, target.path);
  const paths = writes.map(({ path }) => path);
  if (!flags.json) {
    const lines = [
      ...writes.map(({ path, after }) => `  ${after ? 'put back' : 'remove  '}  ${path}`),
      ...edited.map((path) => `  ${path} was edited since; what it holds now goes to the backup.`),
    ];
    io.stdout.write(`${lines.join('\n')}\n`);
  }
  await confirm('Put everything back?', flags, io);
  const about = { kind: 'undo', undid: manifest.id, shown: target.shown } as const;
  const backup = await transact(io.disk, target.path, writes, about);
  const done = `Everything is as it was before the upgrade. What was there now is in backup ${backup}.`;
  tell(flags, { status: 'undone', paths, edited, backup }, done, target, io);
}

/** Says that an interrupted upgrade was all there was to take back. */
export function tellTakenBack(target: Target, flags: Flags, io: Io): void {
  const done = 'What the interrupted upgrade had changed is as it was before it.';
  tell(flags, { status: 'undone', paths: [], edited: [] }, done, target, io);
}

/** As {@link undoUpgrade}, for an upgrade whose conflicts are open. */
export async function abortUpgrade(target: Target, flags: Flags, io: Io): Promise<void> {
  const { pending } = readRecord(io.disk, target.path, target.shown);
  if (pending.length === 0) {
    throw new Failure('usage', 'nothing-to-abort', 'There is no upgrade with open conflicts.', {
      hint: 'To take a finished upgrade back, say --undo.',
    });
  }
  await undoUpgrade(target, flags, io);
}

/** Ends an upgrade whose conflicts are settled. */
export async function continueUpgrade(target: Target, flags: Flags, io: Io): Promise<void> {
  const record = readRecord(io.disk, target.path, target.shown);
  const open = openConflicts(io.disk, target.path, record.pending);
  if (open.length > 0) {
    const what = {
      markers: 'still has conflict markers',
      incoming: 'is still in the incoming folder',
      decide: 'is open',
    };
    throw new Failure('conflict', 'conflicts-left', 'Some conflicts are not settled:', {
      details: open.map(({ path, kind }) => ({ message: `${path} ${what[kind]}.` })),
      hint: 'Remove the markers, delete what you have taken over from .serverless-pattern/incoming, and run it again.',
    });
  }
  if (record.pending.length > 0) await finishConflicts(io.disk, target.path, record, target.shown);
  const done = record.pending.length > 0 ? 'The upgrade is finished.' : 'There is nothing to continue.';
  tell(flags, { status: 'finished', paths: record.pending.map(({ path }) => path) }, done, target, io);
}

function tell(flags: Flags, document: object, text: string, target: Target, io: Io): void {
  const whole = { schema: documentSchema, ok: true, command: 'upgrade', directory: target.path, ...document };
  io.stdout.write(flags.json ? `${JSON.stringify(whole, null, 2)}\n` : `${text}\n`);
}
