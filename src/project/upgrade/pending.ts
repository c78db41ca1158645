import { checkOwnPath } from '../../upgrade/paths.ts';

/** What has to be done at a path before an upgrade counts as finished. */
export type PendingKind =
  /** The file holds the markers of a conflict. */
  | 'markers'
  /** The template's version lies in the incoming folder. */
  | 'incoming'
  /** Your version was kept; to be looked at. */
  | 'decide';

export interface Pending {
  path: string;
  kind: PendingKind;
}

const kinds: readonly unknown[] = ['markers', 'incoming', 'decide'];

/** A line of base.ndjson that says what is pending at a path, next to the line of its base. */
export function pendingLine({ path, kind }: Pending): string {
  return JSON.stringify({ p: path, pending: kind });
}

/** Takes the lines of pending paths out of base.ndjson; the others keep their line numbers. */
export function splitPending(text: string): { text: string; pending: Pending[] } {
  const pending: Pending[] = [];
  const lines = text.split('\n').map((line) => {
    const found = line.includes('"pending"') ? readPending(line) : undefined;
    if (!found) return line;
    if (!pending.some(({ path, kind }) => path === found.path && kind === found.kind)) pending.push(found);
    return '';
  });
  return { text: lines.join('\n'), pending };
}

function readPending(line: string): Pending | undefined {
  try {
    const value = JSON.parse(line) as Record<string, unknown> | null;
    if (typeof value !== 'object' || value === null || Object.keys(value).sort().join() !== 'p,pending')
      return undefined;
    if (typeof value.p !== 'string' || checkOwnPath(value.p) || !kinds.includes(value.pending))
      return undefined;
    return { path: value.p, kind: value.pending as PendingKind };
  } catch {
    return undefined;
  }
}
