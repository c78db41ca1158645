/** Pools and clients that calls make and delete (Cognito API reference, 2026). */
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fixture, password, startFixture } from './fixture.ts';

let room: Fixture;
beforeAll(async () => {
  room = await startFixture();
});
afterAll(() => room.close());

async function newPool(more: { DeletionProtection?: 'ACTIVE' | 'INACTIVE' } = {}): Promise<string> {
  const { UserPool } = await room.api.send(new CreateUserPoolCommand({ PoolName: 'made', ...more }));
  return UserPool!.Id!;
}

async function newClient(UserPoolId: string): Promise<string> {
  const { UserPoolClient } = await room.api.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'made',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  );
  return UserPoolClient!.ClientId!;
}

async function newUser(UserPoolId: string): Promise<void> {
  const Username = 'ada';
  await room.api.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }));
  const input = { UserPoolId, Username, Password: password, Permanent: true };
  await room.api.send(new AdminSetUserPasswordCommand(input));
}

const signIn = (ClientId: string) =>
  room.api.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'ada', PASSWORD: password },
    }),
  );
const isGone = { name: 'ResourceNotFoundException' };

describe('DeleteUserPoolClient', () => {
  it('ends sign-ins by the client alone', async () => {
    const UserPoolId = await newPool();
    await newUser(UserPoolId);
    const [ClientId, other] = [await newClient(UserPoolId), await newClient(UserPoolId)];
    await signIn(ClientId);
    await room.api.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
    await expect(signIn(ClientId)).rejects.toMatchObject(isGone);
    await expect(
      room.api.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId })),
    ).rejects.toMatchObject(isGone);
    await expect(
      room.api.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId })),
    ).rejects.toMatchObject(isGone);
    const { UserPoolClients } = await room.api.send(new ListUserPoolClientsCommand({ UserPoolId }));
    expect(UserPoolClients?.map((each) => each.ClientId)).toEqual([other]);
    expect((await signIn(other)).AuthenticationResult?.AccessToken).toBeDefined();
  });

  it('takes no client of another pool', async () => {
    const UserPoolId = await newPool();
    const ClientId = room.id('Web');
    await expect(
      room.api.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId })),
    ).rejects.toMatchObject(isGone);
    const found = await room.api.send(
      new DescribeUserPoolClientCommand({ UserPoolId: room.poolId, ClientId }),
    );
    expect(found.UserPoolClient?.ClientId).toBe(ClientId);
  });
});

describe('DeleteUserPool', () => {
  it('deletes a pool with its clients and users', async () => {
    const UserPoolId = await newPool();
    await newUser(UserPoolId);
    const ClientId = await newClient(UserPoolId);
    const { AuthenticationResult } = await signIn(ClientId);
    await room.api.send(new DeleteUserPoolCommand({ UserPoolId }));
    await expect(room.api.send(new DescribeUserPoolCommand({ UserPoolId }))).rejects.toMatchObject(isGone);
    await expect(room.api.send(new DeleteUserPoolCommand({ UserPoolId }))).rejects.toMatchObject(isGone);
    await expect(signIn(ClientId)).rejects.toMatchObject(isGone);
    const AccessToken = AuthenticationResult?.AccessToken;
    await expect(room.api.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    const { UserPools } = await room.api.send(new ListUserPoolsCommand({ MaxResults: 60 }));
    expect(UserPools?.map(({ Id }) => Id)).not.toContain(UserPoolId);
    expect(UserPools?.map(({ Id }) => Id)).toContain(room.poolId);
  });

  it('leaves a protected pool, until its protection is taken away', async () => {
    const UserPoolId = await newPool({ DeletionProtection: 'ACTIVE' });
    await expect(room.api.send(new DeleteUserPoolCommand({ UserPoolId }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('deletion protection is activated'),
    });
    await room.api.send(new UpdateUserPoolCommand({ UserPoolId, DeletionProtection: 'INACTIVE' }));
    await room.api.send(new DeleteUserPoolCommand({ UserPoolId }));
    await expect(room.api.send(new DescribeUserPoolCommand({ UserPoolId }))).rejects.toMatchObject(isGone);
  });
});
