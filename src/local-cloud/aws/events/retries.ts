import type { Cloud } from '../../contract.ts';
import type { Target } from './store.ts';

/** Retries, and seconds for them, that a target without a policy gets (EventBridge user guide, "Retry policy", 2026). */
const mostRetries = 185;
const longestAge = 86_400;
/** Longest wait between two attempts in seconds: as many as fit 185 into a day. */
const longestWait = 480;

/** Why a target gets no further attempt, as the dead-letter queue is told. */
export type Exhausted = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

/**
 * Factor on the waits between attempts and on the greatest age of an event, `events.retryFactor` in `dev/config.ts`. Default
 * 1/60: a day of EventBridge's is 24 minutes here.
 */
export function retryFactor({ config }: Cloud): number {
  const given: unknown = config.events?.retryFactor;
  return typeof given === 'number' && given >= 0 ? given : 1 / 60;
}

/** How long the attempts go on, in milliseconds. */
export const retriesEndMs = ({ RetryPolicy }: Target, factor: number): number =>
  Number(RetryPolicy?.MaximumEventAgeInSeconds ?? longestAge) * 1000 * factor;

/**
 * Milliseconds until the next attempt, which double from 1 second (times the factor) up to 8 minutes, or why there is none.
 * `retries` are those that were made; `ageMs` is the time since the event came.
 */
export function nextRetry(
  target: Target,
  retries: number,
  ageMs: number,
  factor: number,
): number | Exhausted {
  if (retries >= Number(target.RetryPolicy?.MaximumRetryAttempts ?? mostRetries))
    return 'MaximumRetryAttempts';
  const waitMs = Math.min(2 ** retries, longestWait) * 1000 * factor;
  return ageMs + waitMs > retriesEndMs(target, factor) ? 'MaximumEventAgeInSeconds' : waitMs;
}
