import type { Properties } from '../contract.ts';

/** Limits of a token bucket: requests a second, and how many may come at once. */
export interface Limits {
  rate: number;
  burst: number;
}

/** Takes one token: whether there was one. `now` is in milliseconds. */
export type Throttle = (now: number) => boolean;

/** The limits of an account, for the one of the two that is not set (quotas of API Gateway, 2026). */
const ofAccount: Limits = { rate: 10_000, burst: 5000 };

/** A token bucket (developer guide, "Throttle requests to your REST APIs"), full at first. */
export function tokenBucket({ rate, burst }: Limits): Throttle {
  let tokens = burst;
  let last: number | undefined;
  return (now) => {
    if (last !== undefined && now > last) tokens = Math.min(burst, tokens + ((now - last) * rate) / 1000);
    last = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

/** Limits under the names that a template gives them; `undefined` where it gives none. */
export function limitsOf(rate: unknown, burst: unknown): Limits | undefined {
  if (rate === undefined && burst === undefined) return undefined;
  return { rate: Number(rate ?? ofAccount.rate), burst: Number(burst ?? ofAccount.burst) };
}

/** The limits of a stage's settings for a route or method. */
export const settingLimits = ({ ThrottlingRateLimit, ThrottlingBurstLimit }: Properties = {}) =>
  limitsOf(ThrottlingRateLimit, ThrottlingBurstLimit);

/** A bucket for each route or method, made as its first request comes. */
export function bucketFor<Key>(limits: (key: Key) => Limits | undefined): (key: Key) => Throttle | undefined {
  const known = new Map<Key, Throttle | undefined>();
  return (key) => {
    if (!known.has(key)) {
      const found = limits(key);
      known.set(key, found && tokenBucket(found));
    }
    return known.get(key);
  };
}
