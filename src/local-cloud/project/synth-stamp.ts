import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What an assembly was made from. */
export interface Stamp {
  settings: string;
  inputs: { path: string; mark: string }[];
}

const fileOf = (cache: string) => join(cache, 'stamp.json');

/** The stamp of the assembly in the cache when it would come out the same again. */
export function isFresh(cache: string, settings: string): Stamp | undefined {
  try {
    const stamp: Stamp = JSON.parse(readFileSync(fileOf(cache), 'utf8'));
    const isSame =
      stamp.settings === settings && stamp.inputs.every(({ path, mark }) => mark === markOf(path));
    return isSame && existsSync(join(cache, 'cdk.out', 'manifest.json')) ? stamp : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps what the assembly in the cache was made from. */
export function keepStamp(cache: string, settings: string, inputs: string[]): Stamp {
  const stamp = { settings, inputs: inputs.map((path) => ({ path, mark: markOf(path) })) };
  writeFileSync(fileOf(cache), JSON.stringify(stamp));
  return stamp;
}

/** An assembly that is being made anew is not fresh, whatever comes in between. */
export const dropStamp = (cache: string): void => rmSync(fileOf(cache), { force: true });

/** Size and time of a file, `-` when there is none. */
function markOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.size}:${stat.mtimeMs}` : '-';
}
