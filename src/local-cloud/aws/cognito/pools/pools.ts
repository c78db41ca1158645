import { randomInt } from 'node:crypto';
import { alphanumeric } from '../../../assembly/identifiers.ts';
import type { Properties } from '../../../contract.ts';
import type { Operations } from '../../protocol/json.ts';
import { arnOf, authorizeCall, onPool } from '../access.ts';
import { invalidParameter } from '../errors.ts';
import { pageOf, seconds, textOf } from '../input.ts';
import { signingKeySet } from '../tokens/keys.ts';
import type { Pool, Room } from '../types.ts';
import { passwordPolicy } from '../users/password.ts';

/** User pools over the API. Those made by calls live beside those of the templates. */
export function poolOperations(room: Room): Operations {
  const { pools, clock } = room;
  return {
    CreateUserPool: (input, request) => {
      authorizeCall(room, request, '*');
      const id = `${request.region}_${randomDigits(9)}`;
      const { PoolName, ...settings } = input;
      const name = textOf(input, 'PoolName');
      const pool = newPool(
        { id, arn: arnOf(room, request, id), name, region: request.region },
        settings,
        clock.now(),
      );
      pools.set(id, pool);
      return { UserPool: describePool(pool) };
    },
    DescribeUserPool: onPool(room, (pool) => ({ UserPool: describePool(pool) })),
    UpdateUserPool: onPool(room, (pool, { UserPoolId: _, PoolName, ...settings }) => {
      const fixed = ['Schema', 'UsernameAttributes', 'AliasAttributes', 'UsernameConfiguration'] as const;
      const kept = Object.fromEntries(fixed.map((name) => [name, pool.settings[name]]));
      if (typeof PoolName === 'string') pool.name = PoolName;
      pool.settings = { ...settings, ...kept };
      pool.modifiedAt = clock.now();
      return {};
    }),
    DeleteUserPool: onPool(room, (pool) => {
      if (pool.settings.DeletionProtection === 'ACTIVE') {
        throw invalidParameter(
          'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
        );
      }
      pools.delete(pool.id);
      for (const { id, poolId } of room.clients.values()) if (poolId === pool.id) room.clients.delete(id);
      return {};
    }),
    ListUserPools: (input, request) => {
      authorizeCall(room, request, '*');
      const own = [...pools.values()].filter(({ region }) => region === request.region);
      const { items, next } = pageOf(own, input, 'MaxResults', 'NextToken');
      const listed = items.map((pool) => ({
        Id: pool.id,
        Name: pool.name,
        LambdaConfig: pool.settings.LambdaConfig ?? {},
        CreationDate: seconds(pool.createdAt),
        LastModifiedDate: seconds(pool.modifiedAt),
      }));
      return { UserPools: listed, NextToken: next };
    },
    GetUserPoolMfaConfig: onPool(room, ({ settings }) => ({
      MfaConfiguration: settings.MfaConfiguration ?? 'OFF',
      SoftwareTokenMfaConfiguration: {
        Enabled: settings.EnabledMfas?.includes('SOFTWARE_TOKEN_MFA') ?? false,
      },
    })),
    SetUserPoolMfaConfig: onPool(room, (pool, input) => {
      const { MfaConfiguration, SoftwareTokenMfaConfiguration, SmsMfaConfiguration, EmailMfaConfiguration } =
        input;
      const factors = [
        ...(SoftwareTokenMfaConfiguration?.Enabled ? ['SOFTWARE_TOKEN_MFA'] : []),
        ...(SmsMfaConfiguration ? ['SMS_MFA'] : []),
        ...(EmailMfaConfiguration ? ['EMAIL_OTP'] : []),
      ];
      Object.assign(pool.settings, { MfaConfiguration: MfaConfiguration ?? 'OFF', EnabledMfas: factors });
      return { MfaConfiguration: pool.settings.MfaConfiguration, SoftwareTokenMfaConfiguration };
    }),
  };
}

export const newPool = (
  identity: Pick<Pool, 'id' | 'arn' | 'name' | 'region'>,
  settings: Properties,
  now: number,
  fromTemplate = false,
): Pool => ({
  ...identity,
  settings,
  fromTemplate,
  createdAt: now,
  modifiedAt: now,
  users: new Map(),
  groups: new Map(),
  resourceServers: new Map(),
  keys: signingKeySet(),
});

const randomDigits = (length: number) =>
  Array.from({ length }, () => alphanumeric[randomInt(alphanumeric.length)]).join('');

function describePool(pool: Pool) {
  const { Schema, UserPoolTags, ...settings } = pool.settings;
  return {
    ...settings,
    Id: pool.id,
    Arn: pool.arn,
    Name: pool.name,
    SchemaAttributes: Schema ?? [],
    UserPoolTags,
    Policies: { ...settings.Policies, PasswordPolicy: passwordPolicy(pool) },
    MfaConfiguration: settings.MfaConfiguration ?? 'OFF',
    EstimatedNumberOfUsers: pool.users.size,
    CreationDate: seconds(pool.createdAt),
    LastModifiedDate: seconds(pool.modifiedAt),
  };
}
