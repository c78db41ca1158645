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
 * continuous deployment to safely test CDN configuration changes").
 */
export function chooseDistribution(
  request: HttpRequest,
  primary: Distribution,
  all: readonly Distribution[],
  model: Model,
): Choice {
  const unsealed = (distribution: Distribution): Choice => ({ distribution, seal: (response) => response });
  const policy = policyOf(primary, model);
  const staging = policy && all.find(({ domainName }) => stagingNames(policy).includes(domainName));
  if (!staging || policy.Enabled !== true) return unsealed(primary);
  const header = policy.TrafficConfig?.SingleHeaderConfig ?? policy.SingleHeaderPolicyConfig;
  if (header) {
    const sent = headerOf(request.headers, String(header.Header).toLowerCase());
    return unsealed(sent === header.Value ? staging : primary);
  }
  const weight = policy.TrafficConfig?.SingleWeightConfig ?? policy.SingleWeightPolicyConfig;
  const known = cookiesOf(request.headers).find(([name]) => name === stickyCookie)?.[1];
  const sticky = weight?.SessionStickinessConfig;
  const side = sticky && known ? known : draw() < Number(weight?.Weight ?? 0) ? 'staging' : 'primary';
  const distribution = side === 'staging' ? staging : primary;
  if (!sticky) return unsealed(distribution);
  const cookie = `${stickyCookie}=${side}; Max-Age=${sticky.IdleTTL}; Path=/; Secure; HttpOnly`;
  return {
    distribution,
    seal: (response) => ({ ...response, headers: [...response.headers, ['set-cookie', cookie]] }),
  };
}

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
