import type { ConflictPolicy } from '../project/changes.ts';
import { Failure } from '../project/failure.ts';
import { leftoversIn } from '../project/leftovers.ts';
import { recordFolder } from '../project/record.ts';
import { inspectTarget, type Target } from '../project/target.ts';
import type { Io } from './io.ts';

/**
 * Why no project can go to a directory, as far as its names tell; undefined when one can, and when a killed run left
 * something there that is settled first.
 */
export function occupiedBy(directory: string, policy: ConflictPolicy, io: Io): Failure | undefined {
  try {
    const target = inspectTarget(io.disk, io.cwd, directory);
    if (target.exists && leftoversIn(io.disk, target.path).length > 0) return undefined;
    refuseProject(target);
    if (policy === 'error') refuseForeign(target);
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** Throws when the directory is a project of this tool. */
export function refuseProject(target: Target): void {
  if (!target.entries.includes(recordFolder)) return;
  throw new Failure('conflict', 'already-a-project', `${target.shown} is a project of this tool already.`, {
    hint: 'Choose another directory.',
  });
}

/** Throws when the directory holds what is no part of a new project. */
export function refuseForeign(target: Target): void {
  const foreign = target.entries.filter((name) => !harmless.test(name));
  if (foreign.length === 0) return;
  throw new Failure(
    'conflict',
    'directory-not-empty',
    `${target.shown} is not empty: it holds ${some(foreign)}.`,
    {
      hint:
        'Nothing was written. Choose another directory, or say --on-conflict skip to put the project beside them; ' +
        'no file would be overwritten.',
    },
  );
}

/** Names that may be in a directory without being anybody's work on another project. */
const harmless =
  /^(\.git|\.gitkeep|\.hg|\.idea|\.vscode|\.ds_store|thumbs\.db|\.env|licen[cs]e(\.md|\.txt)?)$/i;

function some(names: readonly string[]): string {
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return names.slice(0, 3).join(', ') + more;
}
