/** One user pool with clients of several kinds, for the tests of the Cognito room. */
import {
  type AuthenticationResultType,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createCognito } from '../../../src/local-cloud/aws/cognito/service.ts';
import type { RunningService, Service } from '../../../src/local-cloud/contract.ts';
import { type Harness, type HarnessOptions, type Resources, startHarness } from '../harness.ts';
import { type ManualClock, manualClock } from '../manual-clock.ts';

export const password = 'Corr3ct-Horse';

const flows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
const callback = 'https://app.example.com/callback';

export const client = (properties: Record<string, unknown>): Resources[string] => ({
  Type: 'AWS::Cognito::UserPoolClient',
  Properties: { UserPoolId: { Ref: 'Pool' }, ExplicitAuthFlows: flows, ...properties },
});

/** A pool that signs in by email address, with verification of it. */
export const resources: Resources = {
  Pool: {
    Type: 'AWS::Cognito::UserPool',
    Properties: {
      UserPoolName: 'shop',
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      Policies: {
        PasswordPolicy: {
          MinimumLength: 10,
          RequireUppercase: true,
          RequireLowercase: true,
          RequireNumbers: true,
          RequireSymbols: false,
        },
      },
      Schema: [
        { Name: 'tenant', AttributeDataType: 'String', Mutable: false },
        { Name: 'level', AttributeDataType: 'Number', NumberAttributeConstraints: { MaxValue: '9' } },
      ],
    },
  },
  Web: client({
    PreventUserExistenceErrors: 'ENABLED',
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid', 'email', 'orders/read'],
    CallbackURLs: [callback, { 'Fn::Sub': 'https://site.example.com/callback' }],
    LogoutURLs: ['https://app.example.com/'],
  }),
  /** Signs in on the pages too, but has no style. */
  Plain: client({
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid'],
    CallbackURLs: [callback],
  }),
  Branding: {
    Type: 'AWS::Cognito::ManagedLoginBranding',
    Properties: { UserPoolId: { Ref: 'Pool' }, ClientId: { Ref: 'Web' }, UseCognitoProvidedValues: true },
  },
  Legacy: client({ ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] }),
  Rotating: client({
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
    AccessTokenValidity: 15,
    IdTokenValidity: 5,
    RefreshTokenValidity: 2,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'hours' },
  }),
  Secret: client({
    GenerateSecret: true,
    ExplicitAuthFlows: [...flows, 'ALLOW_ADMIN_USER_PASSWORD_AUTH'],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: ['orders/read', 'orders/write'],
  }),
  Admins: {
    Type: 'AWS::Cognito::UserPoolGroup',
    Properties: {
      UserPoolId: { Ref: 'Pool' },
      GroupName: 'admins',
      Precedence: 1,
      RoleArn: 'arn:aws:iam::1:role/a',
    },
  },
  Orders: {
    Type: 'AWS::Cognito::UserPoolResourceServer',
    Properties: {
      UserPoolId: { Ref: 'Pool' },
      Identifier: 'orders',
      Name: 'orders',
      Scopes: [
        { ScopeName: 'read', ScopeDescription: 'Read' },
        { ScopeName: 'write', ScopeDescription: 'Write' },
      ],
    },
  },
  Domain: {
    Type: 'AWS::Cognito::UserPoolDomain',
    Properties: { UserPoolId: { Ref: 'Pool' }, Domain: 'shop-dev', ManagedLoginVersion: 2 },
  },
};

export interface Fixture {
  cloud: Harness;
  clock: ManualClock;
  api: CognitoIdentityProviderClient;
  poolId: string;
  /** Id of a client by its logical id. */
  id(logicalId: string): string;
  secret(logicalId: string): string;
  /** The code of the latest message. */
  code(): string;
  /** A user name that no test has used. */
  newEmail(): string;
  signIn(username: string, secret?: string, clientName?: string): Promise<AuthenticationResultType>;
  close(): Promise<void>;
}

/** Starts the room at the present time, which a test may move on. */
export async function startFixture(
  options: Partial<HarnessOptions> = {},
  rooms: readonly Service[] = [],
): Promise<Fixture> {
  const clock = manualClock(Date.now());
  const cloud = await startHarness({ resources, ...options, services: [createCognito(clock), ...rooms] });
  const api = new CognitoIdentityProviderClient(cloud.client);
  const found = (logicalId: string) =>
    cloud.cloud.model.resources.find((resource) => resource.logicalId === logicalId)!;
  let count = 0;
  return {
    cloud,
    clock,
    api,
    poolId: found('Pool').ref,
    id: (logicalId) => found(logicalId).ref,
    secret: (logicalId) => found(logicalId).attribute('ClientSecret'),
    code: () => {
      const mail = cloud.log.events().filter(({ kind }) => kind === 'mail');
      return (mail.at(-1)?.detail as { code: string }).code;
    },
    newEmail: () => `ada${count++}@example.com`,
    signIn: async (username, given = password, clientName = 'Web') => {
      const { AuthenticationResult } = await api.send(
        new InitiateAuthCommand({
          ClientId: found(clientName).ref,
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: username, PASSWORD: given },
        }),
      );
      return AuthenticationResult!;
    },
    close: async () => {
      api.destroy();
      await cloud.close();
    },
  };
}

/** The claims of a token, unchecked. */
export const claimsOf = (token: string | undefined): Record<string, unknown> =>
  JSON.parse(Buffer.from(token!.split('.')[1]!, 'base64url').toString());

/** Answers invocations in place of the lambda room. */
export const functions = (invoke: NonNullable<RunningService['invoke']>): Service => ({
  name: 'lambda',
  supports: {},
  start: async () => ({ deploy: async () => {}, invoke, close: async () => {} }),
});
