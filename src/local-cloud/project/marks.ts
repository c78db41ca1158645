import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A file and the state in which it was seen. */
export interface Mark {
  path: string;
  /** Size and time of change; `-` when there is no such file. */
  state: string;
}

export const markOf = (path: string): Mark => {
  const stat = statSync(path, { throwIfNoEntry: false });
  return { path, state: stat ? `${stat.size}:${stat.mtimeMs}` : '-' };
};

export const isUnchanged = ({ path, state }: Mark): boolean => markOf(path).state === state;

/** What something in the cache was made from: settings, and files in their state. */
export interface Stamp {
  settings: string;
  files: Mark[];
}

/** The local cloud itself: another one may do it otherwise, and write another kind of stamp. */
const program = markOf(fileURLToPath(import.meta.url));

/** The stamp in a file when its settings are these, and all its files and the local cloud are unchanged. */
export function freshStamp<T extends Stamp>(file: string, settings: string): T | undefined {
  try {
    const stamp: T & { program?: Mark } = JSON.parse(readFileSync(file, 'utf8'));
    const isOurs = stamp.program?.path === program.path && stamp.program.state === program.state;
    return isOurs && stamp.settings === settings && stamp.files.every(isUnchanged) ? stamp : undefined;
  } catch {
    return undefined;
  }
}

export const writeStamp = (file: string, stamp: Stamp): void =>
  writeFileSync(file, JSON.stringify({ ...stamp, program }));

/** What is being made anew is not fresh, whatever comes in between. */
export const dropStamp = (file: string): void => rmSync(file, { force: true });
