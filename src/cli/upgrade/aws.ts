import type { FileTree } from '../../generate/file-tree.ts';
import { leavesAsIs, type PlannedOperation } from '../../project/upgrade/plan.ts';
import { type Consequences, consequencesOf } from '../../upgrade/aws/consequences.ts';
import { contractOf, stacksOf } from '../../upgrade/aws/contract.ts';
import type { Io } from '../io.ts';
import type { AnswerChange } from './answers.ts';
import { deploymentOf } from './deployment.ts';

/** What a deploy after an upgrade would do, and how that is known. */
export interface AwsConsequences extends Consequences {
  /** `unchanged`: nothing that a deploy reads would change. */
  from: 'synth' | 'contract' | 'unchanged';
  /** Why it was not synthesised. */
  why?: string;
  /** Files with open conflicts, which were synthesised as the template has them. */
  settled?: string[];
  /** True when paths that are left out for another time are counted in: the record takes the new answers at once. */
  whole?: true;
}

export interface Trees {
  base: FileTree;
  yours: FileTree;
  next: FileTree;
  result: FileTree;
}

/**
 * What a deploy of the upgraded project would do to what a deploy of the present one has made. Both are synthesised
 * where the project's dependencies are installed, else the lists of resources with data are compared.
 */
export async function awsConsequences(
  trees: Trees,
  { answers, operations, root, synth }: Circumstances,
  io: Io,
): Promise<AwsConsequences> {
  if (!operations.some(concernsDeploy)) return { ...consequencesOf([], []), from: 'unchanged' };
  const why = await whyNoSynth(root, synth, io);
  if (why) return { ...fromContracts(trees, answers), from: 'contract', why };
  const { synthesise } = await import('../../project/synth/synthesise.ts');
  const { tree, settled } = withoutMarkers(trees, operations);
  const [before, after] = await Promise.all([trees.yours, tree].map((tree) => synthesise(tree, root, io)));
  if ('stacks' in before! && 'stacks' in after!) {
    return { ...consequencesOf(before.stacks, after.stacks), from: 'synth', settled };
  }
  const failed =
    'failed' in before! ? `the project is not to be synthesised as it is (${before.failed})` : '';
  const other = 'failed' in after! ? `the upgraded project is not to be synthesised (${after.failed})` : '';
  return { ...fromContracts(trees, answers), from: 'contract', why: failed || other };
}

/** The merged project with the template's version of what holds conflict markers, which no app can be made of. */
function withoutMarkers(
  { result, next }: Trees,
  operations: readonly PlannedOperation[],
): { tree: FileTree; settled: string[] } {
  const tree = new Map(result);
  const open = operations.filter(({ op, path }) => op === 'conflict' && next.has(path));
  const settled = open
    .map(({ path }) => path)
    .filter((path) => Buffer.from(result.get(path)?.content ?? '').includes('<<<<<<< '));
  for (const path of settled) tree.set(path, next.get(path)!);
  return { tree, settled: settled.filter((path) => /\.[cm]?[jt]sx?$|\.json$/.test(path)) };
}

interface Circumstances {
  answers: AnswerChange;
  operations: readonly PlannedOperation[];
  root: string;
  /** True when the project's app may be run in any case, false when it must not be. */
  synth?: boolean;
}

/** Changes elsewhere reach no template: texts, tests, pipelines, what runs on this machine, the pages of a site. */
function concernsDeploy(operation: PlannedOperation): boolean {
  if (leavesAsIs(operation)) return false;
  return [operation.path, operation.from].some(
    (path) =>
      path !== undefined &&
      (/(^|\/)(infra|services|packages)\/|(^|\/)(package|tsconfig|cdk|cdk\.context)\.json$/.test(path) ||
        /(^|\/)stateful\.contract\.json$/.test(path)),
  );
}

async function whyNoSynth(root: string, asked: boolean | undefined, io: Io): Promise<string | undefined> {
  if (asked === false) return '--no-synth was given';
  const { whyNotRun } = await import('../../project/synth/why-not.ts');
  return whyNotRun({ disk: io.disk, run: io.run, env: io.env, root }, asked === true);
}

/** Both what the templates had and what you added to the contract must still be there. */
function fromContracts({ base, yours, next, result }: Trees, { before, after }: AnswerChange): Consequences {
  const [lost, found] = [
    [base, next],
    [yours, result],
  ].map(([old, now]) => {
    const had = contractOf(old!) ?? [];
    return consequencesOf(
      stacksOf(had, deploymentOf(before)),
      stacksOf(contractOf(now!) ?? had, deploymentOf(after)),
    );
  });
  const same = (a: object, b: object) => JSON.stringify(a) === JSON.stringify(b);
  const joined = <T extends object | string>(lists: T[]) =>
    lists.filter((item, index) => lists.findIndex((other) => same([other], [item])) === index);
  return {
    losses: joined([...lost!.losses, ...found!.losses]),
    created: joined([...lost!.created, ...found!.created]),
    notes: joined([...lost!.notes, ...found!.notes]),
    steps: joined([...lost!.steps, ...found!.steps]),
    counts: [],
    gone: joined([...lost!.gone, ...found!.gone]),
  };
}
