import type { StatefulResource } from './contract.ts';

/** A project as AWS has it: its resources with data, and where they are. */
export interface Deployment {
  resources: readonly StatefulResource[];
  slug: string;
  stages: readonly string[];
  region: string;
}

/** A resource with data that a deployment would leave behind or replace. */
export interface StatefulLoss {
  logicalId: string;
  /** Stack as deployed, such as `shop-orders-prod`. */
  stack: string;
  kind: 'lost' | 'moved' | 'retyped' | 'other-region';
  /** One sentence: what would happen to the data. */
  message: string;
}

/**
 * Compares the resources with data before and after. A logical id in another stack or Region, or of another type, is
 * another resource to CloudFormation: it makes a new, empty one (CloudFormation user guide, "Update behaviors of stack
 * resources", 2026). With the retention that all of them have, the old one stays in the account, outside of every
 * stack.
 */
export function statefulLosses(before: Deployment, after: Deployment): StatefulLoss[] {
  const now = deployed(after);
  return deployed(before).flatMap((old): StatefulLoss[] => {
    const { logicalId, stack, type } = old;
    const loss = (kind: StatefulLoss['kind'], message: string) => [{ logicalId, stack, kind, message }];
    const here = now.find((each) => each.stack === stack && each.logicalId === logicalId);
    if (here && here.type !== type) {
      return loss(
        'retyped',
        `${logicalId} in ${stack} turns from ${type} into ${here.type}: AWS would replace it by an empty one.`,
      );
    }
    if (here && before.region !== after.region) {
      return loss(
        'other-region',
        `${logicalId} in ${stack} moves from ${before.region} to ${after.region}: the app gets a new, empty one there.`,
      );
    }
    if (here) return [];
    const moved = now.find((each) => each.logicalId === logicalId && each.role === old.role);
    if (moved) {
      return loss(
        'moved',
        `${logicalId} moves from ${stack} to ${moved.stack}: the app gets a new, empty one, and the old one stays with its data, outside of every stack.`,
      );
    }
    return loss(
      'lost',
      `${logicalId} in ${stack} (${type}) is no longer part of the project: it stays in your account with its data, outside of the app.`,
    );
  });
}

interface Deployed extends StatefulResource {
  /** Place among the stages, so that a renamed stage is a move. */
  role: string;
}

function deployed({ resources, slug, stages }: Deployment): Deployed[] {
  return stages.flatMap((stage, index) =>
    resources.map((resource) => ({
      ...resource,
      stack: resource.stack.replaceAll('<slug>', slug).replaceAll('<stage>', stage),
      role: String(index),
    })),
  );
}
