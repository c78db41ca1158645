import { AwsError } from '../../../aws-error.ts';
import type { Properties } from '../../../contract.ts';
import type { Operations } from '../../protocol/json.ts';
import { missingMember, notAuthorized } from '../errors.ts';
import { mapOf, optionalText, textOf } from '../input.ts';
import { clientAt, revokeSessions } from '../store.ts';
import type { Call } from '../triggers.ts';
import type { Client, Pool, Room, Session, User } from '../types.ts';
import { issueTokens, newRefreshToken, type Tokens } from './issue.ts';

/** GetTokensFromRefreshToken and RevokeToken. */
export function refreshOperations(room: Room): Operations {
  return {
    GetTokensFromRefreshToken: async (input, request) => {
      const { pool, client } = clientAt(room, input);
      checkSecret(client, input);
      const call = {
        clientId: client.id,
        traceId: request.traceId,
        metadata: mapOf(input, 'ClientMetadata'),
      };
      const tokens = await refresh(room, pool, client, call, textOf(input, 'RefreshToken'));
      return { AuthenticationResult: authenticationResult(tokens) };
    },
    RevokeToken: (input) => {
      const { client } = clientAt(room, input);
      checkSecret(client, input);
      if (client.settings.EnableTokenRevocation === false) {
        throw new AwsError(
          'UnsupportedOperationException',
          'Token revocation is not enabled for this client.',
        );
      }
      revoke(room, client, textOf(input, 'Token'));
      return {};
    },
  };
}

function checkSecret({ id, secret }: Client, input: Properties): void {
  if (secret === undefined) return;
  const given = optionalText(input, 'ClientSecret');
  if (given === undefined) throw missingMember('ClientSecret');
  if (given !== secret) throw notAuthorized(`Unable to verify secret for client ${id}`);
}

/** Ends the session of a refresh token. @throws AwsError UnsupportedTokenTypeException, NotAuthorizedException */
export function revoke(room: Room, client: Client, token: string): void {
  const known = room.refreshTokens.get(token);
  if (!known) {
    if (token.split('.').length === 3) {
      throw new AwsError('UnsupportedTokenTypeException', 'Unsupported token type.');
    }
    return;
  }
  const session = room.sessions.get(known.sessionId);
  if (session?.clientId !== client.id) {
    throw new AwsError('UnauthorizedException', 'Refresh token was issued to another client.');
  }
  revokeSessions(room, ({ id }) => id === known.sessionId);
}

export const rotates = ({ settings }: Client): boolean =>
  settings.RefreshTokenRotation?.Feature === 'ENABLED';

/**
 * New tokens for a refresh token; with rotation a new refresh token too, and the old one ends after the grace period.
 * @throws AwsError NotAuthorizedException
 */
export async function refresh(
  room: Room,
  pool: Pool,
  client: Client,
  call: Call,
  token: string,
): Promise<Tokens & { refreshToken?: string; session: Session }> {
  const { session, user, expiresAt } = holderOf(room, pool, client, token);
  const source = 'TokenGeneration_RefreshTokens';
  const tokens = await issueTokens(room, { pool, client, user, session }, call, source);
  if (!rotates(client)) return { ...tokens, session };
  const grace = Number(client.settings.RefreshTokenRotation.RetryGracePeriodSeconds ?? 0) * 1000;
  const ends = Math.min(expiresAt, room.clock.now() + grace);
  if (grace > 0) room.refreshTokens.set(token, { sessionId: session.id, expiresAt: ends });
  else room.refreshTokens.delete(token);
  return { ...tokens, session, refreshToken: newRefreshToken(room, client, session, expiresAt) };
}

function holderOf(room: Room, pool: Pool, client: Client, token: string) {
  const known = room.refreshTokens.get(token);
  const session = known && room.sessions.get(known.sessionId);
  if (!session || session.clientId !== client.id) throw notAuthorized('Invalid Refresh Token');
  if (session.revoked) throw notAuthorized('Refresh Token has been revoked');
  if (known.expiresAt <= room.clock.now()) throw notAuthorized('Refresh Token has expired');
  const user: User | undefined = pool.users.get(session.username);
  if (!user) throw notAuthorized('Invalid Refresh Token');
  if (!user.enabled) throw notAuthorized('User is disabled.');
  return { session, user, expiresAt: known.expiresAt };
}

/** `AuthenticationResultType` of the API. */
export const authenticationResult = ({
  accessToken,
  idToken,
  expiresIn,
  refreshToken,
}: Tokens & { refreshToken?: string }) => ({
  AccessToken: accessToken,
  IdToken: idToken,
  ExpiresIn: expiresIn,
  TokenType: 'Bearer',
  ...(refreshToken === undefined ? {} : { RefreshToken: refreshToken }),
});
