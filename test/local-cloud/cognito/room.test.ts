/** The room over time: users of the configuration, new models, restarts, resets, the console's panels. */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  CreateGroupCommand,
  GetUserCommand,
  ListGroupsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cognito } from '../../../src/local-cloud/aws/cognito/service.ts';
import { supports } from '../../../src/local-cloud/aws/cognito/supports.ts';
import { unserved } from '../../../src/local-cloud/unserved.ts';
import { modelOf } from '../harness.ts';
import { claimsOf, type Fixture, password, resources, startFixture } from './fixture.ts';

const email = 'ada@example.com';
const users = [{ email, password, groups: ['admins', 'none'], attributes: { 'custom:tenant': 'acme' } }];

describe('users of the configuration', () => {
  it('are made once, and what does not fit is named', async () => {
    const room = await startFixture({
      config: { users: [...users, { email: 'weak@example.com', password: 'weak' }, { email: 'x' }, 7] },
    });
    const { Users } = await room.api.send(new ListUsersCommand({ UserPoolId: room.poolId }));
    expect(Users).toMatchObject([{ UserStatus: 'CONFIRMED' }]);
    const notices = room.cloud.log.events().filter(({ kind }) => kind === 'notice');
    expect(notices.map(({ text }) => text)).toEqual([
      'dev/config.ts: the pool shop has no group none for ada@example.com.',
      expect.stringContaining('weak@example.com was not made in the pool shop: Password does not conform'),
      'dev/config.ts: each of users needs an email (or a username) and a password.',
      'dev/config.ts: each of users needs an email (or a username) and a password.',
    ]);
    const { IdToken } = await room.signIn(email);
    expect(claimsOf(IdToken)).toMatchObject({ 'cognito:groups': ['admins'], 'custom:tenant': 'acme' });
    await room.close();
  });
});

describe('a new model', () => {
  let room: Fixture;
  beforeAll(async () => {
    room = await startFixture({ config: { users: [{ email, password }] } });
  });
  afterAll(() => room.close());

  it('keeps users, tokens and what calls made, and takes over settings', async () => {
    const pool = { UserPoolId: room.poolId };
    const UserAttributes = [{ Name: 'name', Value: 'Ada' }];
    await room.api.send(new AdminUpdateUserAttributesCommand({ ...pool, Username: email, UserAttributes }));
    await room.api.send(new CreateGroupCommand({ ...pool, GroupName: 'buyers' }));
    const before = await room.signIn(email);
    const { Admins: _, ...rest } = resources;
    const Rotating = {
      ...rest.Rotating!,
      Properties: { ...rest.Rotating!.Properties, AccessTokenValidity: 30 },
    };
    await room.cloud.redeploy({ ...rest, Rotating });
    const user = await room.api.send(new GetUserCommand({ AccessToken: before.AccessToken }));
    expect(user.UserAttributes).toContainEqual({ Name: 'name', Value: 'Ada' });
    expect((await room.signIn(email, password, 'Rotating')).ExpiresIn).toBe(1800);
    const { Groups } = await room.api.send(new ListGroupsCommand(pool));
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['buyers']);
  });

  it('sets a pool aside that it no longer has, and brings it back with its users', async () => {
    const pool = { UserPoolId: room.poolId, Username: email };
    await room.cloud.redeploy({ Topic: { Type: 'AWS::SNS::Topic' } });
    await expect(room.api.send(new AdminGetUserCommand(pool))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await room.cloud.redeploy(resources);
    expect((await room.api.send(new AdminGetUserCommand(pool))).UserStatus).toBe('CONFIRMED');
  });

  it('is followed by the first state again after a reset, with the same keys', async () => {
    const keys = async () =>
      (await fetch(`${room.cloud.endpoint}/${room.poolId}/.well-known/jwks.json`)).text();
    const [before, tokens] = [await keys(), await room.signIn(email)];
    await room.cloud.reset();
    expect(await keys()).toBe(before);
    const command = new GetUserCommand({ AccessToken: tokens.AccessToken });
    await expect(room.api.send(command)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect((await room.signIn(email)).IdToken).toBeDefined();
  });

  it('shows pools, users, groups and codes on the console page', async () => {
    const snapshot = await room.cloud.rooms.get('cognito')!.snapshot!();
    expect(JSON.parse(JSON.stringify(snapshot))).toMatchObject({
      userPools: [{ id: room.poolId, name: 'shop', count: 1, users: [{ email, status: 'CONFIRMED' }] }],
      mail: [],
    });
  });
});

describe('--persist', () => {
  it('keeps users, sessions and keys over a restart, in a file of the owner', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'cognito-'));
    try {
      const first = await startFixture({ dataDir, config: { users: [{ email, password }] } });
      const { AccessToken } = await first.signIn(email);
      await first.close();
      const file = join(dataDir, 'cognito', 'pools.json');
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect(await readFile(file, 'utf8')).not.toContain(password);
      const second = await startFixture({ dataDir });
      const user = await second.api.send(new GetUserCommand({ AccessToken }));
      expect(user.UserAttributes).toContainEqual({ Name: 'email', Value: email });
      expect((await second.signIn(email)).IdToken).toBeDefined();
      await second.cloud.reset();
      const { Users } = await second.api.send(new ListUsersCommand({ UserPoolId: second.poolId }));
      expect(Users).toEqual([]);
      await second.close();
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});

describe('what is not emulated', () => {
  it('is named from the template', () => {
    const Pool = {
      Type: 'AWS::Cognito::UserPool',
      Properties: { LambdaConfig: { UserMigration: 'arn', PreSignUp: 'arn' }, DeviceConfiguration: {} },
    };
    const lines = unserved(modelOf({ test: { Resources: { Pool } } }), [cognito]);
    expect(lines).toEqual([
      'AWS::Cognito::UserPool DeviceConfiguration: devices are not remembered (test/Pool)',
      'AWS::Cognito::UserPool LambdaConfig.UserMigration: users are not migrated (test/Pool)',
    ]);
    expect(unserved(modelOf({ test: { Resources: resources } }), [cognito])).toEqual([]);
    expect(Object.keys(supports)).toContain('AWS::Cognito::ManagedLoginBranding');
  });
});
