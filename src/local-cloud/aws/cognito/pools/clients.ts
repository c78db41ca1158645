import { randomInt } from 'node:crypto';
import { lowerAlphanumeric } from '../../../assembly/identifiers.ts';
import type { Properties } from '../../../contract.ts';
import type { Operations } from '../../protocol/json.ts';
import { onPool } from '../access.ts';
import { invalidParameter, noSuchClient } from '../errors.ts';
import { pageOf, seconds, textOf } from '../input.ts';
import type { Client, Pool, Room } from '../types.ts';

/** App clients over the API. */
export function clientOperations(room: Room): Operations {
  const { clients, clock } = room;
  const ofPool = (pool: Pool, input: Properties): Client => {
    const id = textOf(input, 'ClientId');
    const client = clients.get(id);
    if (client?.poolId !== pool.id) throw noSuchClient(id);
    return client;
  };
  return {
    CreateUserPoolClient: onPool(room, (pool, input) => {
      const { UserPoolId: _, ClientName, GenerateSecret, ...settings } = input;
      const now = clock.now();
      checkSettings(settings);
      const client: Client = {
        id: randomLower(26),
        secret: GenerateSecret === true ? randomLower(51) : undefined,
        poolId: pool.id,
        name: textOf(input, 'ClientName'),
        fromTemplate: false,
        createdAt: now,
        modifiedAt: now,
        settings,
      };
      clients.set(client.id, client);
      return { UserPoolClient: describeClient(client) };
    }),
    DescribeUserPoolClient: onPool(room, (pool, input) => ({
      UserPoolClient: describeClient(ofPool(pool, input)),
    })),
    UpdateUserPoolClient: onPool(room, (pool, input) => {
      const { UserPoolId: _, ClientId: __, ClientName, ...settings } = input;
      const client = ofPool(pool, input);
      checkSettings(settings);
      if (typeof ClientName === 'string') client.name = ClientName;
      client.settings = settings;
      client.modifiedAt = clock.now();
      return { UserPoolClient: describeClient(client) };
    }),
    DeleteUserPoolClient: onPool(room, (pool, input) => {
      clients.delete(ofPool(pool, input).id);
      return {};
    }),
    ListUserPoolClients: onPool(room, (pool, input) => {
      const own = [...clients.values()].filter(({ poolId }) => poolId === pool.id);
      const { items, next } = pageOf(own, input, 'MaxResults', 'NextToken');
      const listed = items.map(({ id, name }) => ({ ClientId: id, ClientName: name, UserPoolId: pool.id }));
      return { UserPoolClients: listed, NextToken: next };
    }),
  };
}

/** @throws AwsError InvalidParameterException for what the service refuses to store */
function checkSettings({ AllowedOAuthFlows: flows = [], ExplicitAuthFlows: auth = [] }: Properties): void {
  if (flows.includes('client_credentials') && flows.length > 1) {
    throw invalidParameter(
      'client_credentials flow can not be selected along with code flow or implicit flow.',
    );
  }
  const former = auth.filter((name: string) => !name.startsWith('ALLOW_'));
  if (former.length > 0 && former.length < auth.length) {
    throw invalidParameter('Cannot mix legacy and current ExplicitAuthFlows values.');
  }
}

const randomLower = (length: number) =>
  Array.from({ length }, () => lowerAlphanumeric[randomInt(lowerAlphanumeric.length)]).join('');

const describeClient = ({ id, secret, poolId, name, settings, createdAt, modifiedAt }: Client) => ({
  RefreshTokenValidity: 30,
  EnableTokenRevocation: true,
  AllowedOAuthFlowsUserPoolClient: false,
  ...settings,
  UserPoolId: poolId,
  ClientId: id,
  ClientName: name,
  ClientSecret: secret,
  CreationDate: seconds(createdAt),
  LastModifiedDate: seconds(modifiedAt),
});
