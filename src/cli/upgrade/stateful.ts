import { Failure } from '../../project/failure.ts';
import type { StatefulLoss } from '../../upgrade/aws/losses.ts';
import type { Prepared } from './prepare.ts';
import { grouped } from './print-aws.ts';

/** What a deploy would lose or leave behind, and nobody has accepted. */
function openLosses({ aws: { losses } }: Prepared, accepted: readonly string[] = []): StatefulLoss[] {
  return losses.filter(({ logicalId }) => !accepted.includes('all') && !accepted.includes(logicalId));
}

/** The flags that accept all that is not accepted yet; empty when there is nothing to accept. */
export function missingAccepts(prepared: Prepared, accepted?: readonly string[]): string {
  const ids = new Set(openLosses(prepared, accepted).map(({ logicalId }) => logicalId));
  return [...ids].map((id) => `--accept ${id}`).join(' ');
}

/** Throws when a deploy would lose data, or leave it behind, and nobody has accepted that. */
export function refuseLosses(prepared: Prepared, accepted?: readonly string[]): void {
  const open = openLosses(prepared, accepted);
  if (open.length === 0) return;
  throw new Failure(
    'stateful',
    'stateful-resources',
    'Nothing was written, because a deploy would lose data or leave it behind:',
    {
      details: grouped(open).map((message) => ({ message })),
      hint: `When that is wanted, say ${missingAccepts(prepared, accepted)}. Nothing in AWS changes before you deploy.`,
    },
  );
}
