import { createHash } from 'node:crypto';
import { AwsError } from '../../../aws-error.ts';

/** Outcomes of transactions by client token. */
export type Tokens = Map<string, { digest: string; until: number; outcome: Promise<unknown> }>;

export function createTokens(): Tokens {
  return new Map();
}

/** A token holds for 10 minutes after the request that used it first finished (TransactWriteItems, API reference, 2025). */
const lifetimeMs = 10 * 60 * 1000;

/**
 * Runs work once for each token: a repetition gets the first outcome, without effect. A failed request leaves its
 * token free. Throws IdempotentParameterMismatchException when the parameters differ.
 */
export async function once<T>(
  tokens: Tokens,
  token: string,
  parameters: unknown,
  work: () => Promise<T>,
): Promise<T> {
  const now = Date.now();
  for (const [known, { until }] of tokens) if (until < now) tokens.delete(known);
  const digest = createHash('sha256').update(JSON.stringify(parameters)).digest('hex');
  const earlier = tokens.get(token);
  if (earlier) {
    if (earlier.digest === digest) return earlier.outcome as Promise<T>;
    throw new AwsError(
      'IdempotentParameterMismatchException',
      'The request uses the same client token as a previous, but non-identical request.',
    );
  }
  const entry = { digest, until: Number.POSITIVE_INFINITY, outcome: work() };
  tokens.set(token, entry);
  try {
    return await entry.outcome;
  } catch (error) {
    tokens.delete(token);
    throw error;
  } finally {
    entry.until = Date.now() + lifetimeMs;
  }
}
