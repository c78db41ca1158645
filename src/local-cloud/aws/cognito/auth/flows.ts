import type { AwsRequest, Properties } from '../../../contract.ts';
import type { Operations } from '../../protocol/json.ts';
import { authorizeCall } from '../access.ts';
import { invalidParameter, noSuchClient, noSuchUser, userDisabled, wrongPassword } from '../errors.ts';
import { mapOf, parameterOf, textOf } from '../input.ts';
import { clientAt } from '../store.ts';
import { authenticationResult, refresh, rotates } from '../tokens/refresh.ts';
import type { Call } from '../triggers.ts';
import type { Client, Pool, Room } from '../types.ts';
import { findUser } from '../users/find.ts';
import { hasPassword } from '../users/password.ts';
import { hides } from '../users/sign-up.ts';
import { checkSecretHash } from './secret-hash.ts';
import { afterPassword, beforeSignIn } from './sign-in.ts';
import { startSrp } from './srp-flow.ts';

/** A call of InitiateAuth or AdminInitiateAuth, read. */
export interface Initiation {
  room: Room;
  pool: Pool;
  client: Client;
  call: Call;
  parameters: Record<string, string>;
}

/** InitiateAuth and AdminInitiateAuth. */
export function flowOperations(room: Room): Operations {
  const read = (input: Properties, request: AwsRequest): Initiation => {
    const { pool, client } = clientAt(room, input);
    const metadata = mapOf(input, 'ClientMetadata');
    const call = { clientId: client.id, traceId: request.traceId, metadata };
    return { room, pool, client, call, parameters: mapOf(input, 'AuthParameters') };
  };
  return {
    InitiateAuth: (input, request) => initiate(read(input, request), textOf(input, 'AuthFlow'), false),
    AdminInitiateAuth: (input, request) => {
      const initiation = read(input, request);
      authorizeCall(room, request, initiation.pool.arn);
      if (textOf(input, 'UserPoolId') !== initiation.pool.id) throw noSuchClient(initiation.client.id);
      return initiate(initiation, textOf(input, 'AuthFlow'), true);
    },
  };
}

function initiate(initiation: Initiation, flow: string, isAdmin: boolean): Promise<unknown> {
  const { client } = initiation;
  switch (flow) {
    case 'USER_PASSWORD_AUTH':
      if (isAdmin && !allows(client, 'ALLOW_USER_PASSWORD_AUTH')) throw notEnabled();
      requireFlow(client, 'ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH flow not enabled for this client');
      return byPassword(initiation);
    case 'ADMIN_USER_PASSWORD_AUTH':
    case 'ADMIN_NO_SRP_AUTH':
      if (!isAdmin) throw invalidParameter('Initiate Auth method not supported.');
      requireFlow(client, 'ALLOW_ADMIN_USER_PASSWORD_AUTH', 'Auth flow not enabled for this client');
      return byPassword(initiation);
    case 'USER_SRP_AUTH':
      requireFlow(client, 'ALLOW_USER_SRP_AUTH', 'USER_SRP_AUTH is not enabled for the client.');
      return startSrp(initiation);
    case 'REFRESH_TOKEN_AUTH':
    case 'REFRESH_TOKEN':
      requireFlow(client, 'ALLOW_REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN_AUTH is not enabled for the client.');
      return byRefreshToken(initiation);
    case 'USER_AUTH':
    case 'CUSTOM_AUTH':
      requireFlow(client, `ALLOW_${flow}`, `${flow} is not enabled for the client.`);
      throw invalidParameter(
        `The local cloud does not serve ${flow}. Use USER_SRP_AUTH, USER_PASSWORD_AUTH or the hosted login here.`,
      );
    default:
      throw invalidParameter(
        `1 validation error detected: Value '${flow}' at 'authFlow' failed to satisfy constraint: Member must satisfy enum value set: [USER_SRP_AUTH, REFRESH_TOKEN_AUTH, REFRESH_TOKEN, CUSTOM_AUTH, ADMIN_NO_SRP_AUTH, USER_PASSWORD_AUTH, ADMIN_USER_PASSWORD_AUTH, USER_AUTH]`,
      );
  }
}

const notEnabled = () => invalidParameter('Auth flow not enabled for this client');

/** Names from before the `ALLOW_` ones (API reference, CreateUserPoolClient, 2026). */
const formerNames: Record<string, string> = {
  ALLOW_USER_PASSWORD_AUTH: 'USER_PASSWORD_AUTH',
  ALLOW_ADMIN_USER_PASSWORD_AUTH: 'ADMIN_NO_SRP_AUTH',
  ALLOW_CUSTOM_AUTH: 'CUSTOM_AUTH_FLOW_ONLY',
};

/** A client that names no flow allows SRP, custom and refresh (same page). */
const byDefault = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'];

export function allows({ settings }: Client, flow: string): boolean {
  const flows: string[] = settings.ExplicitAuthFlows?.length > 0 ? settings.ExplicitAuthFlows : byDefault;
  if (flows.includes(flow) || flows.includes(formerNames[flow] ?? flow)) return true;
  // With the former names, SRP and refresh are always on.
  const isFormer = !flows.some((name) => name.startsWith('ALLOW_'));
  return isFormer && (flow === 'ALLOW_USER_SRP_AUTH' || flow === 'ALLOW_REFRESH_TOKEN_AUTH');
}

function requireFlow(client: Client, flow: string, message: string): void {
  if (!allows(client, flow)) throw invalidParameter(message);
}

async function byPassword({ room, pool, client, call, parameters }: Initiation): Promise<unknown> {
  const username = parameterOf(parameters, 'USERNAME');
  const password = parameterOf(parameters, 'PASSWORD');
  checkSecretHash(client, parameters.SECRET_HASH, username);
  const user = findUser(pool, username);
  if (!user) throw hides(client) ? wrongPassword() : noSuchUser();
  if (!user.enabled && !hides(client)) throw userDisabled();
  const signIn = { room, pool, client, user, call };
  await beforeSignIn(signIn);
  if (!hasPassword(pool, user, password)) throw wrongPassword();
  return afterPassword(signIn);
}

async function byRefreshToken({ room, pool, client, call, parameters }: Initiation): Promise<unknown> {
  const token = parameterOf(parameters, 'REFRESH_TOKEN');
  if (rotates(client)) {
    throw invalidParameter(
      'REFRESH_TOKEN_AUTH cannot be used while refresh token rotation is enabled for the client. Use GetTokensFromRefreshToken.',
    );
  }
  checkRefreshSecret(room, client, parameters.SECRET_HASH, token);
  const tokens = await refresh(room, pool, client, call, token);
  return { ChallengeParameters: {}, AuthenticationResult: authenticationResult(tokens) };
}

/** The hash is over the user name; the service takes the `sub` as well. */
function checkRefreshSecret(room: Room, client: Client, given: string | undefined, token: string): void {
  const session = room.sessions.get(room.refreshTokens.get(token)?.sessionId ?? '');
  const user = session && room.pools.get(session.poolId)?.users.get(session.username);
  const { sub = '', email = '' } = user?.attributes ?? {};
  checkSecretHash(client, given, session?.username ?? '', sub, email);
}
