import type { FileTree } from '../../src/generate/file-tree.ts';
import type {
  ConflictKind,
  ConflictStyle,
  MergeInput,
  MergeResult,
  NoticeKind,
  Rename,
} from '../../src/upgrade/merge.ts';
import { type Edit, type Edits, edited, projectTree, textOf } from './project.ts';

export type Merge = (input: MergeInput) => MergeResult;

/** A realistic upgrade and its right outcome. Conflicts and notices that are not listed must not occur. */
export interface Scenario {
  name: string;
  /** Changes to the project that base, too, has. */
  base?: Edits;
  yours: Edits;
  next: Edits;
  renames?: Rename[];
  digests?: MergeInput['digests'];
  conflict?: ConflictStyle;
  /** The merged project as changes to yours. Files that are not named must be the same as in yours. */
  result: Edits;
  /** Texts that a merged file has to hold; for files whose exact text is not the point. */
  holds?: Record<string, string[]>;
  conflicts?: [path: string, kind: ConflictKind, pointer?: string][];
  notices?: [path: string, kind: NoticeKind][];
  incoming?: string[];
  /** The sides do not contradict each other and change nothing side by side: a cleverer merge would need no person. */
  avoidable?: true;
}

export function inputOf({ base = {}, yours, next, renames, digests, conflict }: Scenario): MergeInput {
  const start = edited(projectTree(), base);
  const common = digests ? new Map([...start].filter(([path]) => !digests.has(path))) : start;
  return { base: common, yours: edited(start, yours), next: edited(start, next), renames, digests, conflict };
}

/** What is wrong with the outcome of a scenario; nothing when it is right. */
export function problemsOf(merge: Merge, scenario: Scenario): string[] {
  const input = inputOf(scenario);
  const result = merge(input);
  const wanted = edited(input.yours, scenario.result);
  return [
    ...compareTrees(wanted, result.files, scenario.holds ?? {}),
    ...compareLists(
      'conflicts',
      (scenario.conflicts ?? []).map((each) => each.join(' ')),
      result.conflicts.map((each) => [each.path, each.kind, ...pointerOf(scenario, each)].join(' ')),
    ),
    ...compareLists(
      'notices',
      (scenario.notices ?? []).map((each) => each.join(' ')),
      result.notices.map(({ path, kind }) => `${path} ${kind}`),
    ),
    ...compareLists('incoming', scenario.incoming ?? [], [...result.incoming.keys()]),
  ];
}

function pointerOf(scenario: Scenario, found: { path: string; kind: string; pointer?: string }): string[] {
  const asked = scenario.conflicts?.some(
    ([path, kind, pointer]) => path === found.path && kind === found.kind && pointer !== undefined,
  );
  return asked && found.pointer !== undefined ? [found.pointer] : [];
}

function compareLists(what: string, wanted: string[], found: string[]): string[] {
  const [left, right] = [wanted.toSorted().join(' | '), found.toSorted().join(' | ')];
  return left === right ? [] : [`${what}: wanted [${left}], found [${right}]`];
}

function compareTrees(wanted: FileTree, found: FileTree, holds: Record<string, string[]>): string[] {
  const problems: string[] = [];
  for (const path of new Set([...wanted.keys(), ...found.keys()])) {
    const [left, right] = [wanted.get(path), found.get(path)];
    const text = textOf(found, path);
    for (const part of holds[path] ?? [])
      if (!text?.includes(part)) problems.push(`${path} lacks ${JSON.stringify(part)}:\n${text}`);
    if (!left || !right) problems.push(`${path} is ${left ? 'missing' : 'too much'}`);
    else if (left.mode !== right.mode)
      problems.push(`${path} has mode ${right.mode.toString(8)}, wanted ${left.mode.toString(8)}`);
    else if (Boolean(left.link) !== Boolean(right.link)) problems.push(`${path}: one is a link`);
    else if (!(path in holds) && Buffer.compare(left.content, right.content) !== 0) {
      problems.push(`${path} should be:\n${textOf(wanted, path)}\nbut is:\n${text}`);
    }
  }
  return problems;
}

/** Shorthand for an edit that replaces one text with another. */
export function swap(from: string, to: string): Edit {
  return [[from, to]];
}
