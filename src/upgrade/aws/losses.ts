import { canonical, type Resource, type Stack } from './stack.ts';
import { statefulTypes } from './stateful-types.ts';

/** A resource with data that a deploy would leave behind, replace, delete or unprotect. */
export interface StatefulLoss {
  logicalId: string;
  /** Stack as deployed, such as `shop-orders-prod`. */
  stack: string;
  /** CloudFormation type. */
  type: string;
  kind: LossKind;
  /** One sentence: what would happen to the data. */
  message: string;
}

export type LossKind =
  /** No longer part of the project; its data stays. */
  | 'lost'
  /** No longer part of the project; its data goes too. */
  | 'deleted'
  /** The same logical id in another stack. */
  | 'moved'
  | 'retyped'
  /** Another key, or another property that cannot be changed. */
  | 'rekeyed'
  /** A physical name was added, changed or removed. */
  | 'renamed'
  | 'other-region'
  | 'other-account'
  /** It is no longer kept when it leaves the stack. */
  | 'unretained';

/**
 * Compares the resources with data before and after. A logical id in another stack, Region or account, or of another
 * type, is another resource to CloudFormation: it makes a new, empty one (CloudFormation user guide, "Update behaviors
 * of stack resources", 2026). The old one stays in the account, outside of every stack, if it is retained.
 */
export function statefulLosses(before: readonly Stack[], after: readonly Stack[]): StatefulLoss[] {
  return before.flatMap((stack) =>
    Object.entries(stack.resources)
      .filter(([, { Type }]) => Object.hasOwn(statefulTypes, Type))
      .flatMap(([logicalId, old]): StatefulLoss[] => {
        const found = lossOf({ logicalId, old, stack }, before, after);
        return found ? [{ logicalId, stack: stack.name, type: old.Type, ...found }] : [];
      }),
  );
}

interface Place {
  logicalId: string;
  old: Resource;
  stack: Stack;
}

type Found = Pick<StatefulLoss, 'kind' | 'message'> | undefined;

function lossOf(place: Place, before: readonly Stack[], after: readonly Stack[]): Found {
  const { logicalId, old, stack } = place;
  const there = after.find(({ name }) => name === stack.name);
  const now = there?.resources[logicalId];
  if (there && now) return replacement(place, there, now) ?? unretained(place, now);
  const moved = after.find(
    ({ name, stage, resources }) =>
      resources[logicalId]?.Type === old.Type &&
      !before.some((each) => each.name === name && each.resources[logicalId]) &&
      (stage === stack.stage || !after.some((each) => each.stage === stack.stage)),
  );
  const what = `${logicalId} in ${stack.name}`;
  if (moved) {
    return {
      kind: 'moved',
      message: `${logicalId} moves from ${stack.name} to ${moved.name}: the app gets a new, empty one, and the old one ${fate(old.DeletionPolicy)}.`,
    };
  }
  // A stack that the app no longer has is not touched by a deploy.
  if (!there || isRetained(old.DeletionPolicy)) {
    return {
      kind: 'lost',
      message: `${what} (${old.Type}) is no longer part of the project: it stays in your account with its data, outside of the app.`,
    };
  }
  return {
    kind: 'deleted',
    message: `${what} (${old.Type}) is no longer part of the project: a deploy deletes it with its data.`,
  };
}

function replacement({ logicalId, old, stack }: Place, there: Stack, now: Resource): Found {
  const what = `${logicalId} in ${stack.name}`;
  const empty = `AWS makes a new, empty one, and the old one ${fate(old.UpdateReplacePolicy)}`;
  if (now.Type !== old.Type) {
    return {
      kind: 'retyped',
      message: `${what} turns from ${old.Type} into ${now.Type}: CloudFormation refuses to change a type, and under another id it would be a new, empty one.`,
    };
  }
  for (const [kind, where] of [
    ['other-region', 'region'],
    ['other-account', 'account'],
  ] as const) {
    if (stack[where] === there[where] || !stack[where] || !there[where]) continue;
    return {
      kind,
      message: `${what} moves from ${stack[where]} to ${there[where]}: the app gets a new, empty one there.`,
    };
  }
  if (!old.Properties || !now.Properties) return undefined;
  const { name, fixed = [] } = statefulTypes[old.Type]!;
  const changed = (property: string) =>
    canonical(old.Properties?.[property]) !== canonical(now.Properties?.[property]);
  if (name && changed(name)) {
    return { kind: 'renamed', message: `${what} gets another ${name}: ${empty}.` };
  }
  const other = fixed.find(changed) ?? (changedKeyType(old, now) ? 'KeySchema' : undefined);
  if (other) return { kind: 'rekeyed', message: `${what} gets another ${other}: ${empty}.` };
  return undefined;
}

/** True when an attribute that a key of a DynamoDB table is made of gets another type. */
function changedKeyType(old: Resource, now: Resource): boolean {
  const keys = [old.Properties?.KeySchema].flat().map((key) => (key as Named | undefined)?.AttributeName);
  const typesOf = ({ Properties }: Resource) =>
    [Properties?.AttributeDefinitions]
      .flat()
      .filter((each) => keys.includes((each as Named | undefined)?.AttributeName));
  return old.Type.startsWith('AWS::DynamoDB::') && canonical(typesOf(old)) !== canonical(typesOf(now));
}

type Named = { AttributeName?: string };

function unretained({ logicalId, old, stack }: Place, now: Resource): Found {
  const lost = (['DeletionPolicy', 'UpdateReplacePolicy'] as const).find(
    (policy) => isRetained(old[policy]) && !isRetained(now[policy]),
  );
  if (!lost) return undefined;
  const when = lost === 'DeletionPolicy' ? 'leaves its stack' : 'is replaced';
  return {
    kind: 'unretained',
    message: `${logicalId} in ${stack.name} loses its ${lost}: when it ${when}, its data is deleted.`,
  };
}

function isRetained(policy: string | undefined): boolean {
  return policy === 'Retain' || policy === 'RetainExceptOnCreate';
}

function fate(policy: string | undefined): string {
  return isRetained(policy) ? 'stays with its data, outside of the app' : 'may be deleted with its data';
}
