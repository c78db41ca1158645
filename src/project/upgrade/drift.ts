import type { FileTree } from '../../generate/file-tree.ts';
import { sha256 } from '../hash.ts';
import { toolFile } from '../tool-file.ts';
import { globMatcher } from './globs.ts';
import type { ProjectRecord } from './read-record.ts';

const toolOwned = [toolFile];

/** A file of the tool that is not as it was generated. */
export interface Drift {
  path: string;
  message: string;
}

/** Compares the files of the tool with the record; what the record tells upgrades to leave alone may be edited. */
export function findDrift({ bases, state }: ProjectRecord, yours: FileTree): Drift[] {
  const skipped = globMatcher(state.skip);
  const owned = toolOwned.filter((path) => !skipped(path));
  return owned.flatMap((path): Drift[] => {
    const recorded = bases.get(path);
    if (!recorded) return [];
    const entry = yours.get(path);
    if (!entry) return [{ path, message: `${path} belongs to the tool and is missing.` }];
    const digest = sha256(entry.content);
    if (!entry.link && recorded.some((base) => base.sha256 === digest)) return [];
    return [{ path, message: `${path} belongs to the tool and was edited.` }];
  });
}
