import { canonical, type Resource, type Stack, sameStack } from './stack.ts';

/** How many resources of a stage a deploy creates, changes and removes. */
export interface StageCount {
  stage: string;
  created: number;
  changed: number;
  removed: number;
}

/** Counts for every stage; nothing when the properties of resources are not known. */
export function countResources(before: readonly Stack[], after: readonly Stack[]): StageCount[] {
  const stacks = [...before, ...after];
  if (stacks.some(({ resources }) => Object.values(resources).some(({ Properties }) => !Properties)))
    return [];
  return [...new Set(stacks.map(({ stage }) => stage))].map((stage) => {
    const sum = { stage, created: 0, changed: 0, removed: 0 };
    for (const now of after.filter((stack) => stack.stage === stage)) {
      const { resources: old = {} } = sameStack(before, now) ?? {};
      const ids = Object.keys(now.resources);
      const kept = ids.filter((id) => old[id]);
      sum.created += ids.length - kept.length;
      sum.changed += kept.filter((id) => shape(old[id]!) !== shape(now.resources[id]!)).length;
      // Those of a stack that the app no longer has stay where they are.
      sum.removed += Object.keys(old).filter((id) => !now.resources[id]).length;
    }
    return sum;
  });
}

function shape({ Type, Properties }: Resource): string {
  return canonical([Type, Properties]);
}
