import { AwsError } from '../../../aws-error.ts';
import type { Operations } from '../../protocol/json.ts';
import { authorizeCall, onPool } from '../access.ts';
import { invalidParameter } from '../errors.ts';
import { pageOf, textOf } from '../input.ts';
import type { Pool, ResourceServer, Room } from '../types.ts';

/** Resource servers with their scopes, and the description of a domain. */
export function resourceServerOperations(room: Room): Operations {
  const at = ({ resourceServers }: Pool, identifier: string): ResourceServer => {
    const server = resourceServers.get(identifier);
    if (!server) throw new AwsError('ResourceNotFoundException', 'Resource server does not exist.');
    return server;
  };
  return {
    CreateResourceServer: onPool(room, (pool, input) => {
      const identifier = textOf(input, 'Identifier');
      if (pool.resourceServers.has(identifier)) {
        throw invalidParameter(`${identifier} already exists in user pool ${pool.id}.`);
      }
      const scopes = input.Scopes ?? [];
      const server = { identifier, name: textOf(input, 'Name'), scopes, fromTemplate: false };
      pool.resourceServers.set(identifier, server);
      return { ResourceServer: described(pool, server) };
    }),
    DescribeResourceServer: onPool(room, (pool, input) => ({
      ResourceServer: described(pool, at(pool, textOf(input, 'Identifier'))),
    })),
    DeleteResourceServer: onPool(room, (pool, input) => {
      pool.resourceServers.delete(at(pool, textOf(input, 'Identifier')).identifier);
      return {};
    }),
    ListResourceServers: onPool(room, (pool, input) => {
      const { items, next } = pageOf(
        [...pool.resourceServers.values()],
        input,
        'MaxResults',
        'NextToken',
        50,
      );
      return { ResourceServers: items.map((server) => described(pool, server)), NextToken: next };
    }),
    DescribeUserPoolDomain: (input, request) => {
      authorizeCall(room, request, '*');
      const found = room.domains.find(({ domain }) => domain === input.Domain);
      if (!found) return { DomainDescription: {} };
      return { DomainDescription: { Domain: found.domain, UserPoolId: found.poolId, Status: 'ACTIVE' } };
    },
  };
}

const described = (pool: Pool, { identifier, name, scopes }: ResourceServer) => ({
  UserPoolId: pool.id,
  Identifier: identifier,
  Name: name,
  Scopes: scopes,
});
