/** Administration of users and groups, who may do it, and what users change themselves (API reference, 2026). */
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ChangePasswordCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  DeleteGroupCommand,
  DeleteUserCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetUserCommand,
  ListGroupsCommand,
  ListUsersCommand,
  ListUsersInGroupCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { credentials } from '../../../src/local-cloud/credentials.ts';
import { iam } from '../../../src/local-cloud/iam/service.ts';
import { account, region } from '../harness.ts';
import { claimsOf, type Fixture, password, resources, startFixture } from './fixture.ts';

const role = {
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName: 'reader',
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
    Policies: [
      {
        PolicyName: 'read',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'cognito-idp:AdminGetUser',
              Resource: { 'Fn::GetAtt': ['Pool', 'Arn'] },
            },
          ],
        },
      },
    ],
  },
};
let room: Fixture;
let pool: { UserPoolId: string };
beforeAll(async () => {
  room = await startFixture({ resources: { ...resources, Role: role } }, [iam]);
  pool = { UserPoolId: room.poolId };
});
afterAll(() => room.close());

const fault = (name: string, message: string) => ({ name, message });
async function newUser(UserAttributes: { Name: string; Value: string }[] = []) {
  const Username = room.newEmail();
  const { User } = await room.api.send(
    new AdminCreateUserCommand({ ...pool, Username, UserAttributes, MessageAction: 'SUPPRESS' }),
  );
  await room.api.send(
    new AdminSetUserPasswordCommand({ ...pool, Username, Password: password, Permanent: true }),
  );
  return { Username, id: User!.Username! };
}
const attributesOf = async (Username: string) => {
  const { UserAttributes } = await room.api.send(new AdminGetUserCommand({ ...pool, Username }));
  return Object.fromEntries(UserAttributes!.map(({ Name, Value }) => [Name, Value]));
};

describe('users', () => {
  it('are invited by mail with a temporary password', async () => {
    const Username = room.newEmail();
    const { User } = await room.api.send(
      new AdminCreateUserCommand({ ...pool, Username, DesiredDeliveryMediums: ['EMAIL'] }),
    );
    expect(User).toMatchObject({ UserStatus: 'FORCE_CHANGE_PASSWORD', Enabled: true });
    const mail = room.cloud.log.events().findLast(({ kind }) => kind === 'mail');
    expect(mail?.text).toContain(`Your username is ${Username} and temporary password is ${room.code()}`);
    await expect(
      room.api.send(new AdminResetUserPasswordCommand({ ...pool, Username })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(room.api.send(new AdminCreateUserCommand({ ...pool, Username }))).rejects.toMatchObject({
      name: 'UsernameExistsException',
    });
  });

  it('are found by filter, in pages', async () => {
    const { Username, id } = await newUser([{ Name: 'name', Value: 'Grace "G" Hopper' }]);
    const list = (Filter: string) => room.api.send(new ListUsersCommand({ ...pool, Filter }));
    expect((await list(`email = "${Username}"`)).Users?.map((user) => user.Username)).toEqual([id]);
    expect((await list('name ^= "Grace \\"G"')).Users).toHaveLength(1);
    expect((await list('cognito:user_status = "ARCHIVED"')).Users).toEqual([]);
    await expect(list('email ~ "x"')).rejects.toMatchObject(
      fault('InvalidParameterException', 'Error while parsing filter.'),
    );
    const first = await room.api.send(
      new ListUsersCommand({ ...pool, Limit: 1, AttributesToGet: ['email'] }),
    );
    expect(first.Users?.[0]?.Attributes).toHaveLength(1);
    const rest = await room.api.send(
      new ListUsersCommand({ ...pool, PaginationToken: first.PaginationToken }),
    );
    expect(rest.Users?.some((user) => user.Username === first.Users?.[0]?.Username)).toBe(false);
    await expect(room.api.send(new ListUsersCommand({ ...pool, Limit: 61 }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('are gone once deleted, by an administrator or by themselves', async () => {
    const { Username } = await newUser();
    await room.api.send(new AdminDeleteUserCommand({ ...pool, Username }));
    await expect(room.api.send(new AdminGetUserCommand({ ...pool, Username }))).rejects.toMatchObject(
      fault('UserNotFoundException', 'User does not exist.'),
    );
    const second = await newUser();
    const { AccessToken } = await room.signIn(second.Username);
    await room.api.send(new DeleteUserCommand({ AccessToken }));
    await expect(room.api.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('have to choose a new password after a reset', async () => {
    const { Username } = await newUser([{ Name: 'email_verified', Value: 'true' }]);
    await room.api.send(new AdminResetUserPasswordCommand({ ...pool, Username }));
    await expect(room.signIn(Username, password, 'Rotating')).rejects.toMatchObject(
      fault('PasswordResetRequiredException', 'Password reset required for the user'),
    );
  });
});

describe('groups', () => {
  it('are made, filled and emptied, and stand in new tokens by precedence', async () => {
    const { Username, id } = await newUser();
    const made = await room.api.send(new CreateGroupCommand({ ...pool, GroupName: 'buyers', Precedence: 5 }));
    expect(made.Group).toMatchObject({ GroupName: 'buyers', Precedence: 5, UserPoolId: room.poolId });
    await expect(
      room.api.send(new CreateGroupCommand({ ...pool, GroupName: 'buyers' })),
    ).rejects.toMatchObject({ name: 'GroupExistsException' });
    for (const GroupName of ['buyers', 'admins']) {
      await room.api.send(new AdminAddUserToGroupCommand({ ...pool, Username, GroupName }));
    }
    expect(claimsOf((await room.signIn(Username)).AccessToken)['cognito:groups']).toEqual([
      'admins',
      'buyers',
    ]);
    const { Users } = await room.api.send(new ListUsersInGroupCommand({ ...pool, GroupName: 'buyers' }));
    expect(Users?.map((user) => user.Username)).toEqual([id]);
    await room.api.send(new AdminRemoveUserFromGroupCommand({ ...pool, Username, GroupName: 'admins' }));
    const { Groups } = await room.api.send(new AdminListGroupsForUserCommand({ ...pool, Username }));
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['buyers']);
    await room.api.send(new DeleteGroupCommand({ ...pool, GroupName: 'buyers' }));
    expect(claimsOf((await room.signIn(Username)).IdToken)['cognito:groups']).toBeUndefined();
    const listed = await room.api.send(new ListGroupsCommand(pool));
    expect(listed.Groups?.map(({ GroupName }) => GroupName)).toEqual(['admins']);
  });

  it('have to be there', async () => {
    const { Username } = await newUser();
    await expect(
      room.api.send(new AdminAddUserToGroupCommand({ ...pool, Username, GroupName: 'none' })),
    ).rejects.toMatchObject(fault('ResourceNotFoundException', 'Group not found.'));
  });
});

describe('the own account', () => {
  it('shows its attributes and changes its password', async () => {
    const { Username, id } = await newUser();
    const { AccessToken } = await room.signIn(Username);
    const me = await room.api.send(new GetUserCommand({ AccessToken }));
    expect(me.Username).toBe(id);
    expect(me.UserAttributes?.[0]).toEqual({ Name: 'sub', Value: id });
    const change = (PreviousPassword: string, ProposedPassword: string) =>
      room.api.send(new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword }));
    await expect(change('Wrong-Pass1', 'Another-Pass1')).rejects.toMatchObject(
      fault('NotAuthorizedException', 'Incorrect username or password.'),
    );
    await change(password, 'Another-Pass1');
    expect((await room.signIn(Username, 'Another-Pass1')).IdToken).toBeDefined();
  });

  it('takes a new address with a code, and refuses what cannot change', async () => {
    const { Username } = await newUser([{ Name: 'custom:tenant', Value: 'acme' }]);
    const { AccessToken } = await room.signIn(Username);
    const update = (Name: string, Value: string) =>
      room.api.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name, Value }] }));
    const { CodeDeliveryDetailsList } = await update('email', 'new@example.com');
    expect(CodeDeliveryDetailsList).toMatchObject([{ Destination: 'n***@e***' }]);
    expect(await attributesOf('new@example.com')).toMatchObject({ email_verified: 'false' });
    await room.api.send(
      new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code: room.code() }),
    );
    expect(await attributesOf('new@example.com')).toMatchObject({ email_verified: 'true' });
    await expect(update('custom:tenant', 'other')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('user.custom:tenant: Attribute cannot be updated.'),
    });
    await expect(update('email', 'nonsense')).rejects.toMatchObject(
      fault('InvalidParameterException', 'Invalid email address format.'),
    );
  });

  it('does not open to other tokens', async () => {
    const { Username } = await newUser();
    const { IdToken, AccessToken } = await room.signIn(Username);
    for (const token of [IdToken, 'nonsense', `${AccessToken}x`]) {
      await expect(room.api.send(new GetUserCommand({ AccessToken: token }))).rejects.toMatchObject(
        fault('NotAuthorizedException', 'Invalid Access Token'),
      );
    }
    room.clock.advance(60 * 60 * 1000);
    await expect(room.api.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject(
      fault('NotAuthorizedException', 'Access Token has expired'),
    );
  });
});

describe('permissions', () => {
  it('are those of the role in the template', async () => {
    const { Username } = await newUser();
    const reader = new CognitoIdentityProviderClient({
      ...room.cloud.client,
      credentials: credentials(`arn:aws:iam::${account}:role/reader`),
    });
    const found = await reader.send(new AdminGetUserCommand({ ...pool, Username }));
    expect(found.UserStatus).toBe('CONFIRMED');
    await expect(reader.send(new AdminDeleteUserCommand({ ...pool, Username }))).rejects.toMatchObject({
      name: expect.stringMatching(/^AccessDenied/),
      message: expect.stringContaining('cognito-idp:AdminDeleteUser'),
    });
    reader.destroy();
  });

  it('end at unsigned calls of what administrators do', async () => {
    const call = (action: string, body: object) =>
      fetch(room.cloud.endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `AWSCognitoIdentityProviderService.${action}`,
        },
        body: JSON.stringify(body),
      });
    const refused = await call('ListUsers', pool);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
    const open = await call('InitiateAuth', {});
    expect(await open.json()).toMatchObject({
      __type: 'InvalidParameterException',
      message: expect.stringContaining("'clientId'"),
    });
    expect(await (await call('Nonsense', {})).json()).toMatchObject({ __type: 'UnknownOperationException' });
  });
});

describe('pools and clients', () => {
  it('are described as the template made them', async () => {
    const { UserPool } = await room.api.send(new DescribeUserPoolCommand(pool));
    expect(UserPool).toMatchObject({
      Id: expect.stringMatching(new RegExp(`^${region}_[A-Za-z0-9]{9}$`)),
      Name: 'shop',
      Arn: `arn:aws:cognito-idp:${region}:${account}:userpool/${room.poolId}`,
      MfaConfiguration: 'OPTIONAL',
      UsernameAttributes: ['email'],
    });
    const { UserPoolClient } = await room.api.send(
      new DescribeUserPoolClientCommand({ ...pool, ClientId: room.id('Secret') }),
    );
    expect(UserPoolClient).toMatchObject({
      ClientId: expect.stringMatching(/^[a-z0-9]{26}$/),
      ClientSecret: room.secret('Secret'),
    });
  });

  it('take no address that another account has verified', async () => {
    const taken = await newUser([{ Name: 'email_verified', Value: 'true' }]);
    const { Username } = await newUser();
    const { AccessToken } = await room.signIn(Username);
    const UserAttributes = [{ Name: 'email', Value: taken.Username }];
    await expect(
      room.api.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes })),
    ).rejects.toMatchObject(fault('AliasExistsException', 'An account with the email already exists.'));
    await expect(
      room.api.send(new AdminUpdateUserAttributesCommand({ ...pool, Username, UserAttributes })),
    ).rejects.toMatchObject({ name: 'AliasExistsException' });
  });
});
