import type { PlannedOperation } from '../../project/upgrade/plan.ts';
import { countFiles } from '../file-list.ts';

/** The order of the table: what is new first, what needs a person last. */
export const actions = ['create', 'update', 'merge', 'move', 'delete', 'keep', 'conflict'] as const;

/** An action on more files than this is told by folder. */
const mostRows = 10;
/** A folder with fewer files than this is told by their names. */
const fewestOfFolder = 3;
/** Actions that touch what you wrote: every file is named. */
const alwaysNamed: readonly string[] = ['merge', 'keep', 'conflict'];

/**
 * What happens, as rows of action and path. Where an action has many files, those of one folder are one row, so that the
 * table fits on a screen.
 */
export function fileTable(operations: readonly PlannedOperation[]): string[] {
  return actions.flatMap((action) => {
    const own = operations.filter(({ op }) => op === action);
    const short = own.length <= mostRows || alwaysNamed.includes(action);
    const rows = short ? own.map((each): Row => [nameOf(each)]) : byFolder(own);
    const width = Math.max(0, ...rows.filter(([, count]) => count).map(([name]) => name.length));
    return rows.map(([name, count]) =>
      count ? `  ${action.padEnd(8)}  ${name.padEnd(width)}  ${count}` : `  ${action.padEnd(8)}  ${name}`,
    );
  });
}

type Row = [name: string, count?: string];

function byFolder(operations: readonly PlannedOperation[]): Row[] {
  const folders = new Map<string, PlannedOperation[]>();
  for (const operation of operations) {
    const { path, from } = operation;
    const folder = from === undefined ? folderOf(path) : `${folderOf(from)} -> ${folderOf(path)}`;
    folders.set(folder, [...(folders.get(folder) ?? []), operation]);
  }
  return [...folders].flatMap(([folder, own]): Row[] =>
    folder === root || own.length < fewestOfFolder
      ? own.map((each): Row => [nameOf(each)])
      : [[folder, countFiles(own.length)]],
  );
}

const root = './';

/** The folder of a file, two levels deep at most: what lies deeper is counted with it. */
function folderOf(path: string): string {
  const segments = path.split('/').slice(0, -1).slice(0, 2);
  return segments.length === 0 ? root : `${segments.join('/')}/`;
}

function nameOf({ path, from }: PlannedOperation): string {
  return from === undefined ? path : `${from} -> ${path}`;
}
