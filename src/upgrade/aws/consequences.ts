import { namedAccounts } from './accounts.ts';
import { changedAddresses } from './addresses.ts';
import { countResources, type StageCount } from './counts.ts';
import { replicaSteps } from './edge-replicas.ts';
import { type StatefulLoss, statefulLosses } from './losses.ts';
import { changedRoutes } from './routes.ts';
import { type Stack, sameStack, type Told } from './stack.ts';
import { statefulTypes } from './stateful-types.ts';
import {
  drainSteps,
  handoverSteps,
  passingSteps,
  retypedSteps,
  unreadStreamSteps,
  userPoolSteps,
} from './steps.ts';

/** What a deploy would do to what runs in AWS. */
export interface Consequences {
  losses: StatefulLoss[];
  /** Resources with data that would be new. */
  created: (Told & { logicalId: string; type: string })[];
  /** What changes for those who use the project; no data is at risk. */
  notes: Told[];
  /** What to do before and while deploying, in this order. */
  steps: Told[];
  /** How many resources of a stage a deploy creates, changes and removes. Empty when only a contract is known. */
  counts: StageCount[];
  /** Stacks that the app no longer has. A deploy leaves them running. */
  gone: string[];
}

/** Compares what is deployed with what would be. Pure; both are whole stacks, or those of a contract. */
export function consequencesOf(before: readonly Stack[], after: readonly Stack[]): Consequences {
  const losses = statefulLosses(before, after);
  return {
    losses,
    created: newData(before, after, losses),
    notes: [
      ...changedAddresses(before, after),
      ...changedRoutes(before, after),
      ...namedAccounts(before, after),
    ],
    steps: [
      ...drainSteps(losses),
      ...passingSteps(before, after),
      ...unreadStreamSteps(before, after),
      ...userPoolSteps(losses),
      ...retypedSteps(before, after),
      ...handoverSteps(before, after),
      ...replicaSteps(before, after),
    ],
    counts: countResources(before, after),
    gone: before.filter((stack) => !sameStack(after, stack)).map(({ name }) => name),
  };
}

/** Those that take the place of another one are told of with it. */
function newData(
  before: readonly Stack[],
  after: readonly Stack[],
  losses: readonly StatefulLoss[],
): Consequences['created'] {
  const taken = new Set(losses.filter(({ kind }) => kind !== 'lost').map(({ logicalId }) => logicalId));
  return after.flatMap((stack) =>
    Object.entries(stack.resources)
      .filter(([logicalId, { Type }]) => {
        const known = sameStack(before, stack)?.resources[logicalId];
        return Object.hasOwn(statefulTypes, Type) && !known && !taken.has(logicalId);
      })
      .map(([logicalId, { Type }]) => ({
        logicalId,
        stack: stack.name,
        type: Type,
        message: `${logicalId} (${Type}) is new in ${stack.name}.`,
      })),
  );
}
