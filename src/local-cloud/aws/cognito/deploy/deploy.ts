import type { Properties, Resource } from '../../../contract.ts';
import { isTrue } from '../input.ts';
import { newPool } from '../pools/pools.ts';
import type { Client, Pool, Room } from '../types.ts';
import { deployGroups, deployResourceServers, deployUsers } from './members.ts';

/** Pools and clients that left the templates, set aside with their users until they come back. */
export interface Retired {
  pools: Map<string, Pool>;
  clients: Map<string, Client>;
}

/** Fits pools, clients, groups, resource servers, users and domains to the model. Users stay. */
export function deployPools(room: Room, retired: Retired): void {
  align(room, 'AWS::Cognito::UserPool', room.pools, retired.pools, (resource, known) => {
    const { UserPoolName, ...settings } = resource.properties;
    const name = String(UserPoolName ?? resource.logicalId);
    if (known) return Object.assign(known, { name, settings });
    const { ref: id, arn, region } = resource;
    return newPool({ id, arn, name, region }, settings, room.clock.now(), true);
  });
  align(room, 'AWS::Cognito::UserPoolClient', room.clients, retired.clients, (resource, known) => {
    const fresh = clientOf(resource, room.clock.now());
    return known ? Object.assign(known, { ...fresh, createdAt: known.createdAt }) : fresh;
  });
  for (const { name, fromTemplate, settings } of room.clients.values()) {
    if (!fromTemplate || !settings.ExplicitAuthFlows?.includes('ALLOW_USER_AUTH')) continue;
    const text = `The flow USER_AUTH of the app client ${name} is not served; its other flows and the hosted login are.`;
    room.cloud.trace({ traceId: '', kind: 'notice', source: 'cognito', text });
  }
  for (const pool of room.pools.values()) {
    deployGroups(room, pool);
    deployResourceServers(room, pool);
    deployUsers(room, pool);
  }
  room.domains = room.cloud.model
    .byType('AWS::Cognito::UserPoolDomain')
    .filter(({ properties }) => room.pools.has(String(properties.UserPoolId)))
    .map(domainOf);
  room.branded = new Set(
    room.cloud.model
      .byType('AWS::Cognito::ManagedLoginBranding')
      .flatMap(({ properties }) => (properties.ClientId ? String(properties.ClientId) : [])),
  );
}

/** Takes over what the model holds of a type and sets aside what it no longer does. */
function align<T extends { fromTemplate: boolean }>(
  { cloud }: Room,
  type: string,
  current: Map<string, T>,
  retired: Map<string, T>,
  make: (resource: Resource, known: T | undefined) => T,
): void {
  const wanted = new Map(cloud.model.byType(type).map((resource) => [resource.ref, resource]));
  for (const [id, item] of current) {
    if (!item.fromTemplate || wanted.has(id)) continue;
    current.delete(id);
    retired.set(id, item);
  }
  for (const [id, resource] of wanted) {
    const known = current.get(id) ?? retired.get(id);
    retired.delete(id);
    current.set(id, make(resource, known));
  }
}

function clientOf(resource: Resource, now: number): Client {
  const { UserPoolId, ClientName, GenerateSecret, ...settings } = resource.properties;
  return {
    id: resource.ref,
    secret: isTrue(GenerateSecret) ? resource.attribute('ClientSecret') : undefined,
    poolId: String(UserPoolId),
    name: String(ClientName ?? resource.logicalId),
    fromTemplate: true,
    createdAt: now,
    modifiedAt: now,
    settings,
  };
}

/** A prefix lives under Cognito's domain (developer guide, "Configuring a user pool domain", 2026). */
function domainOf({ properties, region, stack, path }: Resource) {
  const { Domain, UserPoolId, CustomDomainConfig, ManagedLoginVersion }: Properties = properties;
  const domain = String(Domain);
  const suffix = region.startsWith('cn-') ? 'amazoncognito.com.cn' : 'amazoncognito.com';
  return {
    domain,
    host: CustomDomainConfig ? domain : `${domain}.auth.${region}.${suffix}`,
    poolId: String(UserPoolId),
    managedLogin: Number(ManagedLoginVersion ?? 1) === 2,
    key: `login:${path}`,
    title: `${stack} login`,
  };
}
