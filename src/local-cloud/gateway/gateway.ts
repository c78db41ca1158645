import type { Cloud } from '../contract.ts';
import type { AuthorizerCache } from './authorizers/cache.ts';
import type { SigningKeys } from './authorizers/signing-keys.ts';

/** What serving a request needs besides the API itself; lives as long as the room. */
export interface Gateway {
  cloud: Cloud;
  /** Results of Lambda authorizers. */
  cache: AuthorizerCache;
  keys: SigningKeys;
  /** Whether the limits of stages and usage plans hold. */
  throttling: boolean;
  now(): number;
}

/** One hop of a request on the console. */
export function hop(
  gateway: Pick<Gateway, 'cloud'>,
  traceId: string,
  source: string,
  text: string,
  { status, started, detail }: { status?: number; started?: number; detail?: unknown } = {},
): void {
  const duration = started === undefined ? undefined : performance.now() - started;
  gateway.cloud.trace({ traceId, kind: 'hop', source, text, status, duration, detail });
}
