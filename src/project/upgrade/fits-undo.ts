import { join } from 'node:path';
import type { Disk } from '../disk.ts';
import { Failure } from '../failure.ts';
import { sha256 } from '../hash.ts';
import { basePath, recordFolder, statePath } from '../record.ts';
import { manifestsOf } from './backups.ts';
import { lookBelow } from './look.ts';
import type { Manifest } from './manifest.ts';

/**
 * Throws unless the record is as the runs of this machine left it since an upgrade: another branch, or the upgrade of
 * a colleague, has files that its backup knows nothing of.
 */
export function refuseOtherState(disk: Disk, root: string, upgrade: Manifest): void {
  const since = manifestsOf(disk, root).filter(({ id }) => Number(id) >= Number(upgrade.id));
  const left = new Map(since.flatMap(({ steps }) => steps.map(({ path, after }) => [path, after?.sha256])));
  const fits = [statePath, basePath].every(
    (path) => !left.has(path) || hasDigest(disk, root, path, left.get(path)),
  );
  if (fits) return;
  throw new Failure(
    'conflict',
    'another-state',
    'The last upgrade of this machine is not what made the project as it is: its backup is of another state.',
    {
      hint:
        'Nothing was changed. Take the upgrade back with git: revert its commit, or get the files of the commit before it. ' +
        `What this machine had then is in ${recordFolder}/backup/${upgrade.id}.`,
    },
  );
}

/** git may give the lines of a file other endings. */
function hasDigest(disk: Disk, root: string, path: string, digest: string | undefined): boolean {
  const place = join(root, path);
  const found = lookBelow(disk, place);
  if (!found?.isFile()) return found === undefined && digest === undefined;
  const text = Buffer.from(disk.readFile(place));
  const plain = Buffer.from(text.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
  return [text, plain].some((content) => sha256(content) === digest);
}
