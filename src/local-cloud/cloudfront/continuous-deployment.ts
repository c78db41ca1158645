import { randomBytes } from 'node:crypto';
import type { HttpRequest, HttpResponse, Model, Properties } from '../contract.ts';
import type { Distribution } from './distribution.ts';
import { cookiesOf, headerOf } from './headers.ts';

/** Name of the cookie that keeps a viewer on one side; CloudFront's own is not documented. */
const stickyCookie = 'CloudFrontContinuousDeployment';

export interface Choice {
  distribution: Distribution;
  /** Adds the sticky cookie where the policy asks for one. */
  seal(response: HttpResponse): HttpResponse;
}

/**
 * Which distribution serves a request: the staging one by header or by weight (developer guide, "Use CloudFront
 * continuous deployment to safely test CDN configuration changes"). `now` is milliseconds since the epoch.
 */
export function chooseDistribution(
  request: HttpRequest,
  primary: Distribution,
  all: readonly Distribution[],
  model: Model,
  now: number,
): Choice {
  const unsealed = (distribution: Distribution): Choice => ({ distribution, seal: (response) => response });
  const policy = policyOf(primary, model);
  const staging = policy && all.find(({ domainName }) => stagingNames(policy).includes(domainName));
  if (!staging || policy.Enabled !== true) return unsealed(primary);
  const header = headerLeading(policy);
  if (header) {
    const sent = headerOf(request.headers, String(header.Header).toLowerCase());
    return unsealed(sent === header.Value ? staging : primary);
  }
  const weight = weightOf(policy);
  const sticky = weight?.SessionStickinessConfig;
  const session = sticky && sessionOf(request, Number(sticky.MaximumTTL), now);
  const side = session?.side ?? (draw() < Number(weight?.Weight ?? 0) ? 'staging' : 'primary');
  const distribution = side === 'staging' ? staging : primary;
  if (!sticky) return unsealed(distribution);
  const since = session?.since ?? now;
  const left = Math.ceil(since / 1000 + Number(sticky.MaximumTTL) - now / 1000);
  const age = Math.min(Number(sticky.IdleTTL), left);
  const cookie = `${stickyCookie}=${side}.${since}; Max-Age=${age}; Path=/; Secure; HttpOnly`;
  return {
    distribution,
    seal: (response) => ({ ...response, headers: [...response.headers, ['set-cookie', cookie]] }),
  };
}

/** The session that a visitor is in, unless it has lasted as long as one may. */
function sessionOf(request: HttpRequest, mostSeconds: number, now: number) {
  const known = cookiesOf(request.headers).find(([name]) => name === stickyCookie)?.[1];
  const [, side, start] = /^(staging|primary)\.(\d+)$/.exec(known ?? '') ?? [];
  const since = Number(start);
  return side !== undefined && now < since + mostSeconds * 1000 ? { side, since } : undefined;
}

/** The header that leads to the staging distribution, where the policy names one. */
export const headerLeading = (policy: Properties): Properties | undefined =>
  policy.TrafficConfig?.SingleHeaderConfig ?? policy.SingleHeaderPolicyConfig;

/** The share of visitors that gets the staging distribution, where the policy names one. */
export const weightOf = (policy: Properties): Properties | undefined =>
  policy.TrafficConfig?.SingleWeightConfig ?? policy.SingleWeightPolicyConfig;

function policyOf({ continuousDeployment }: Distribution, model: Model): Properties | undefined {
  if (!continuousDeployment) return undefined;
  const found = model.find(continuousDeployment, 'AWS::CloudFront::ContinuousDeploymentPolicy');
  return found?.properties.ContinuousDeploymentPolicyConfig;
}

function stagingNames({ StagingDistributionDnsNames }: Properties): string[] {
  return StagingDistributionDnsNames ?? [];
}

/** A number in [0, 1). */
function draw(): number {
  return randomBytes(4).readUInt32BE() / 2 ** 32;
}
