import type { Properties } from '../contract.ts';
import { type Signing, signingBehaviour } from './access-control.ts';
import type { Distribution, OriginGroup } from './distribution.ts';
import type { OriginChange } from './function-modules.ts';
import { type Origin, withoutSlash } from './origin.ts';

/** Where a request goes: an origin, or the members of a group in turn. */
export type Target = Origin | { group: OriginGroup; members: Origin[] };

/** The origin or origin group of an id. */
export function targetOf({ origins, groups }: Distribution, id: string): Target | undefined {
  const group = groups.get(id);
  if (!group) return origins.get(id);
  return { group, members: group.members.flatMap((member) => origins.get(member) ?? []) };
}

/**
 * What the helpers of CloudFront Functions make of a target (developer guide, "Helper methods for origin modification").
 * Of a group only the first origin is updated.
 * @throws Error for an id that the distribution has not, and for parameters of another form
 */
export function changedTarget(
  change: OriginChange,
  target: Target | undefined,
  distribution: Distribution,
): Target | undefined {
  if ('select' in change) {
    const selected = targetOf(distribution, change.select);
    if (!selected) throw new Error(`the distribution has no origin ${change.select}`);
    return change.overrides ? updated(selected, change.overrides) : selected;
  }
  if ('group' in change) return grouped(change.group ?? {}, distribution);
  return target && updated(target, change.update ?? {});
}

function updated(target: Target, update: Properties): Target {
  if (!('group' in target)) return updatedOrigin(target, update);
  const [first, ...others] = target.members;
  return first ? { ...target, members: [updatedOrigin(first, update), ...others] } : target;
}

function updatedOrigin(origin: Origin, update: Properties): Origin {
  const { domainName, originPath, customHeaders, originAccessControlConfig: access, timeouts } = update;
  for (const [name, value] of Object.entries({ domainName, originPath, hostHeader: update.hostHeader })) {
    if (value !== undefined && typeof value !== 'string') throw new Error(`${name} has to be a string`);
  }
  if (domainName !== undefined && !/^[a-z0-9][a-z0-9.-]*$/i.test(domainName))
    throw new Error(`${domainName} is no domain name`);
  const s3 =
    domainName === undefined
      ? origin.s3
      : !update.customOriginConfig && /\.s3[.-][a-z0-9-]+\.amazonaws\.com$/.test(domainName);
  const { port = 443, protocol = 'https', sslProtocols = ['TLSv1.2'] } = update.customOriginConfig ?? {};
  const base = origin.custom ?? { port, protocol, sslProtocols, readTimeout: 30, keepaliveTimeout: 5 };
  const given = update.customOriginConfig ? { port, protocol, sslProtocols } : {};
  return {
    ...origin,
    domainName: domainName ?? origin.domainName,
    hostHeader: update.hostHeader ?? domainName ?? origin.hostHeader,
    path: originPath === undefined ? origin.path : withoutSlash(originPath),
    customHeaders: customHeaders === undefined ? origin.customHeaders : headersOf(customHeaders),
    s3,
    custom: s3
      ? undefined
      : {
          ...base,
          ...given,
          readTimeout: timeouts?.readTimeout ?? base.readTimeout,
          keepaliveTimeout: timeouts?.keepAliveTimeout ?? base.keepaliveTimeout,
        },
    signing: access ? signingOfUpdate(access) : origin.signing,
  };
}

const signingOfUpdate = ({ enabled, signingBehavior }: Properties): Signing =>
  enabled === true ? signingBehaviour(signingBehavior) : 'never';

function headersOf(headers: Properties): [string, string][] {
  return Object.entries(headers).map(([name, value]) => {
    if (typeof value !== 'string') throw new Error(`customHeaders.${name} has to be a string`);
    return [name.toLowerCase(), value];
  });
}

/** A group of origins for one request; ids come as text or as `{ originId }`. */
function grouped({ originIds, failoverCriteria }: Properties, { origins }: Distribution): Target {
  const ids = (Array.isArray(originIds) ? originIds : []).map((item) => item?.originId ?? item);
  const statuses: unknown = failoverCriteria?.statusCodes;
  if (ids.length !== 2 || !Array.isArray(statuses))
    throw new Error('an origin group takes two originIds and failoverCriteria.statusCodes');
  const members = ids.map((id) => {
    const found = origins.get(id);
    if (!found) throw new Error(`the distribution has no origin ${id}`);
    return found;
  });
  return { group: { id: '', members: ids, statuses: new Set(statuses.map(Number)) }, members };
}
