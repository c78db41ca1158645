import { checkPath } from '../../upgrade/paths.ts';
import type { RecordFault } from '../record-read.ts';

/** What is left of the base of a path whose line cannot be used. */
export interface LostBase {
  path: string;
  sha256?: string;
  /** Id of the content as a git blob. */
  blob?: string;
  mode: number;
}

/** Reads path and digests of lines that cannot be used as a whole: cut short, or with a content that is damaged. */
export function salvage(text: string, faults: readonly RecordFault[]): Map<string, LostBase> {
  const lines = text.split('\n');
  const found = new Map<string, LostBase>();
  for (const { line } of faults) {
    const lost = line === undefined ? undefined : salvageLine(lines[line - 1] ?? '');
    if (lost) found.set(lost.path, lost);
  }
  return found;
}

/** The path that a line of base.ndjson names; `undefined` when that cannot be read. */
export function pathOfLine(line: string): string | undefined {
  // The short fields come before the content.
  const quoted = /"p":("(?:[^"\\]|\\.)*")/.exec(line.slice(0, longestHead))?.[1];
  try {
    return quoted === undefined ? undefined : (JSON.parse(quoted) as string);
  } catch {
    return undefined;
  }
}

const longestHead = 4096;

function salvageLine(line: string): LostBase | undefined {
  const path = pathOfLine(line);
  if (path === undefined || checkPath(path)) return undefined;
  const head = line.slice(0, longestHead);
  const sha256 = /"h":"([0-9a-f]{64})"/.exec(head)?.[1];
  const blob = /"g":"([0-9a-f]{40})"/.exec(head)?.[1];
  return { path, sha256, blob, mode: /"m":"755"/.test(head) ? 0o755 : 0o644 };
}
