import { Failure } from '../../project/failure.ts';
import type { Prepared } from './prepare.ts';

/** Throws when a deployment would leave data behind that nobody accepted to leave. */
export function refuseLosses({ losses }: Prepared, accepted: readonly string[] = []): void {
  const open = losses.filter(({ logicalId }) => !accepted.includes('all') && !accepted.includes(logicalId));
  if (open.length === 0) return;
  const ids = [...new Set(open.map(({ logicalId }) => logicalId))];
  throw new Failure(
    'stateful',
    'stateful-resources',
    'Nothing was written, because data would be left behind:',
    {
      details: open.map(({ message }) => ({ message })),
      hint: `When that is wanted, say ${ids.map((id) => `--accept ${id}`).join(' ')}. Nothing in AWS changes before you deploy.`,
    },
  );
}
