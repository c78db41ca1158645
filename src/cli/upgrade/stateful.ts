import { Failure } from '../../project/failure.ts';
import type { Prepared } from './prepare.ts';
import { grouped } from './print-aws.ts';

/** Throws when a deploy would lose data, or leave it behind, and nobody has accepted that. */
export function refuseLosses({ aws: { losses } }: Prepared, accepted: readonly string[] = []): void {
  const open = losses.filter(({ logicalId }) => !accepted.includes('all') && !accepted.includes(logicalId));
  if (open.length === 0) return;
  const ids = [...new Set(open.map(({ logicalId }) => logicalId))];
  throw new Failure(
    'stateful',
    'stateful-resources',
    'Nothing was written, because a deploy would lose data or leave it behind:',
    {
      details: grouped(open).map((message) => ({ message })),
      hint: `When that is wanted, say ${ids.map((id) => `--accept ${id}`).join(' ')}. Nothing in AWS changes before you deploy.`,
    },
  );
}
