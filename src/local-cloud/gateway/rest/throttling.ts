import type { Properties, Resource } from '../../contract.ts';
import type { Gateway } from '../gateway.ts';
import { bucketFor, type Limits, limitsOf, settingLimits, type Throttle, tokenBucket } from '../throttle.ts';
import { Failure } from './failure.ts';
import { quota } from './quota.ts';
import type { Visit } from './visit.ts';

/** A bucket for each method of a stage, by `GET /orders/{id}`. */
export type MethodThrottles = (method: string) => Throttle | undefined;

/**
 * Buckets of a stage's methods: the settings of the method, else those of all methods (`*` on `/*`). Paths of settings have
 * `~1` for a slash (CloudFormation reference, MethodSetting).
 */
export function methodThrottles(settings: Properties[] | undefined): MethodThrottles | undefined {
  if (!settings?.some((setting) => settingLimits(setting))) return undefined;
  const byKey = new Map(
    settings.map((setting): [string, Limits | undefined] => [
      `${setting.HttpMethod} ${pathOf(String(setting.ResourcePath))}`,
      settingLimits(setting),
    ]),
  );
  return bucketFor((key) => byKey.get(key) ?? byKey.get('* /*'));
}

const pathOf = (encoded: string): string => `/${encoded.replaceAll('~1', '/').replace(/^\/+/, '')}`;

/** What a usage plan says of the requests of one key. */
interface KeyLimits {
  throttle?: Throttle;
  /** Counts a request: whether the quota had one left. */
  quota?: Throttle;
}

/** The same at one stage. */
export interface PlanLimits extends Pick<KeyLimits, 'quota'> {
  /** The bucket of the plan, or that of the method where the plan has one for it. */
  throttle(method: string): Throttle | undefined;
}

/** By the resource that puts the key into the plan. */
const keyLimits = new WeakMap<Resource, KeyLimits>();

/**
 * Limits of a plan for one of its keys, which each key has for itself and over all APIs and stages of the plan (developer guide,
 * "Usage plans and API keys").
 */
export function planLimits(planKey: Resource, plan: Properties, stage: Properties): PlanLimits {
  const known = keyLimits.get(planKey) ?? limitsOfKey(plan);
  keyLimits.set(planKey, known);
  const methods: Record<string, Properties> = stage.Throttle ?? {};
  // `/orders/GET`
  const byMethod = new Map(
    Object.entries(methods).map(([key, limits]) => {
      const at = key.lastIndexOf('/');
      return [
        `${key.slice(at + 1)} ${key.slice(0, at) || '/'}`,
        limitsOf(limits.RateLimit, limits.BurstLimit),
      ];
    }),
  );
  const bucket = bucketFor((key: string) => byMethod.get(key));
  return { throttle: (method) => bucket(method) ?? known.throttle, quota: known.quota };
}

function limitsOfKey({ Throttle: given, Quota }: Properties): KeyLimits {
  const limits = limitsOf(given?.RateLimit, given?.BurstLimit);
  return {
    throttle: limits && tokenBucket(limits),
    quota: Quota?.Limit === undefined ? undefined : quota(Quota),
  };
}

/**
 * The limits on a request in the order in which they hold: those of the client's usage plan, then those of the stage
 * (developer guide, "Throttle requests to your REST APIs").
 * @throws Failure 429
 */
export function throttle(
  { throttling, now }: Gateway,
  { stage, method, place, identity }: Visit,
  plan?: PlanLimits,
) {
  if (!throttling || (!stage.throttles && !plan)) return;
  const key = `${method?.method} ${place?.path}`;
  const at = now();
  if (plan?.throttle(key)?.(at) === false) throw refused(`the usage plan of the key ${identity.apiKeyId}`);
  if (plan?.quota?.(at) === false)
    throw new Failure('QUOTA_EXCEEDED', 'Limit Exceeded', {
      reason: `the quota of the key ${identity.apiKeyId} is used up`,
    });
  if (stage.throttles?.(key)?.(at) === false) throw refused(`${key} in the stage ${stage.name}`);
}

const refused = (of: string): Failure =>
  new Failure('THROTTLED', 'Too Many Requests', {
    reason: `more requests than the throttle of ${of} lets pass; throttling: false in the gateway part of dev/config.ts turns it off`,
  });
