import { createHash } from 'node:crypto';
import { AwsError } from '../../../aws-error.ts';
import type { HttpResponse } from '../../../contract.ts';
import { machineClaims } from '../tokens/claims.ts';
import { beginSession, issueTokens, newRefreshToken } from '../tokens/issue.ts';
import { signToken } from '../tokens/jwt.ts';
import { refresh, revoke } from '../tokens/refresh.ts';
import { validity } from '../tokens/validity.ts';
import type { Client, Pool, Room } from '../types.ts';
import { isSameText } from '../users/codes.ts';
import { allowsGrant, grantedScopes, isCustom } from './authorization.ts';
import type { CodeGrants } from './codes.ts';
import { json, type LoginRequest } from './exchange.ts';

const refused = (error: string, status = 400) => json(status, { error });

/** POST /oauth2/token (developer guide, "The token issuer endpoint", 2026). */
export async function tokenEndpoint(
  room: Room,
  codes: CodeGrants,
  pool: Pool,
  request: LoginRequest,
): Promise<HttpResponse> {
  const { form } = request;
  const grantType = form.get('grant_type');
  if (!grantType) return refused('invalid_request');
  const client = authenticate(room, pool, request);
  if (!client) return refused('invalid_client');
  switch (grantType) {
    case 'authorization_code':
      return byCode(room, codes, pool, client, request);
    case 'refresh_token':
      return byRefreshToken(room, pool, client, request);
    case 'client_credentials':
      return byClient(room, pool, client, form.get('scope') ?? undefined);
    default:
      return refused('unsupported_grant_type');
  }
}

/** POST /oauth2/revoke (developer guide, "The revoke endpoint", 2026). */
export function revokeEndpoint(room: Room, pool: Pool, request: LoginRequest): HttpResponse {
  const token = request.form.get('token');
  const client = authenticate(room, pool, request);
  if (!client) return refused('invalid_client', 401);
  if (!token || client.settings.EnableTokenRevocation === false) return refused('invalid_request');
  try {
    revoke(room, client, token);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return refused(
      error.code === 'UnsupportedTokenTypeException' ? 'unsupported_token_type' : 'invalid_client',
    );
  }
  return json(200, undefined);
}

/** The client of `client_secret_basic`, of `client_secret_post`, or a public one by its id alone. */
function authenticate(
  { clients }: Room,
  pool: Pool,
  { form, authorization }: LoginRequest,
): Client | undefined {
  const basic = /^Basic\s+(.+)$/i.exec(authorization ?? '')?.[1];
  const [basicId = '', ...rest] = basic ? Buffer.from(basic, 'base64').toString().split(':') : [];
  const id = basicId || form.get('client_id') || '';
  const client = clients.get(id);
  if (client?.poolId !== pool.id) return undefined;
  if (client.secret === undefined) return client;
  const secret = basic ? rest.join(':') : (form.get('client_secret') ?? '');
  return isSameText(client.secret, secret) ? client : undefined;
}

async function byCode(
  room: Room,
  codes: CodeGrants,
  pool: Pool,
  client: Client,
  { form, traceId }: LoginRequest,
) {
  if (!allowsGrant(client, 'code')) return refused('unauthorized_client');
  const [code, redirectUri] = [form.get('code'), form.get('redirect_uri')];
  if (!code || !redirectUri) return refused('invalid_request');
  const known = codes.get(code);
  // A code counts once, whatever becomes of this attempt.
  codes.delete(code);
  if (!known || known.clientId !== client.id || known.expiresAt <= room.clock.now()) {
    return refused('invalid_grant');
  }
  const user = pool.users.get(known.username);
  if (!user?.enabled) return refused('invalid_grant');
  if (known.redirectUri !== redirectUri) return refused('invalid_grant');
  if (!provesChallenge(known.codeChallenge, form.get('code_verifier'))) return refused('invalid_grant');
  const { scopes, nonce, authenticatedAt } = known;
  const session = beginSession(room, pool, client, user, { scopes, nonce, authenticatedAt, hosted: true });
  const call = { clientId: client.id, traceId, metadata: {} };
  const source = 'TokenGeneration_HostedAuth';
  const { idToken, accessToken, expiresIn } = await issueTokens(
    room,
    { pool, client, user, session },
    call,
    source,
  );
  return json(200, {
    ...(scopes.includes('openid') ? { id_token: idToken } : {}),
    access_token: accessToken,
    refresh_token: newRefreshToken(room, client, session),
    expires_in: expiresIn,
    token_type: 'Bearer',
  });
}

/** S256: the challenge is the hash of the verifier (RFC 7636, section 4.6). */
function provesChallenge(challenge: string | undefined, verifier: string | null): boolean {
  if (challenge === undefined) return verifier === null;
  if (!verifier || !/^[\w.~-]{43,128}$/.test(verifier)) return false;
  return isSameText(challenge, createHash('sha256').update(verifier).digest('base64url'));
}

async function byRefreshToken(room: Room, pool: Pool, client: Client, { form, traceId }: LoginRequest) {
  const token = form.get('refresh_token');
  if (!token) return refused('invalid_request');
  const call = { clientId: client.id, traceId, metadata: {} };
  try {
    const { session, ...tokens } = await refresh(room, pool, client, call, token);
    const hasId = !session.hosted || session.scopes.includes('openid');
    return json(200, {
      ...(hasId ? { id_token: tokens.idToken } : {}),
      access_token: tokens.accessToken,
      ...(tokens.refreshToken === undefined ? {} : { refresh_token: tokens.refreshToken }),
      expires_in: tokens.expiresIn,
      token_type: 'Bearer',
    });
  } catch (error) {
    if (error instanceof AwsError) return refused('invalid_grant');
    throw error;
  }
}

/** A token for a client alone, with scopes of resource servers. */
async function byClient(room: Room, pool: Pool, client: Client, asked: string | undefined) {
  if (client.secret === undefined || !allowsGrant(client, 'client_credentials')) {
    return refused('unauthorized_client');
  }
  const scopes = grantedScopes(pool, client, asked);
  if (!scopes?.every(isCustom)) return refused('invalid_scope');
  const keys = await pool.keys.get();
  const claims = machineClaims(pool, client, scopes, room.clock.now());
  return json(200, {
    access_token: signToken(claims, keys.access),
    expires_in: validity(client, 'AccessToken') / 1000,
    token_type: 'Bearer',
  });
}
