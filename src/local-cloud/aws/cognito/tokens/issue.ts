import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { notAuthorized } from '../errors.ts';
import { poolAt } from '../store.ts';
import type { Call } from '../triggers.ts';
import type { Client, Pool, Room, Session, User } from '../types.ts';
import { accessClaims, adminScope, idClaims, type TokenInput } from './claims.ts';
import { customise } from './customise.ts';
import { type Claims, signToken, uncheckedClaims, verifiedClaims } from './jwt.ts';
import { validity } from './validity.ts';

export interface Tokens {
  accessToken: string;
  idToken: string;
  /** Seconds until the access token expires. */
  expiresIn: number;
}

/** Begins a session: what a completed sign-in is. */
export function beginSession(
  room: Room,
  pool: Pool,
  client: Client,
  user: User,
  from: Partial<Pick<Session, 'scopes' | 'hosted' | 'nonce' | 'authenticatedAt'>> = {},
): Session {
  const now = room.clock.now();
  const session: Session = {
    id: randomUUID(),
    poolId: pool.id,
    clientId: client.id,
    username: user.username,
    authenticatedAt: now,
    scopes: [adminScope],
    hosted: false,
    revoked: false,
    expiresAt: now + Math.max(validity(client, 'RefreshToken'), validity(client, 'AccessToken')),
    ...from,
  };
  dropExpired(room, now);
  room.sessions.set(session.id, session);
  return session;
}

/** ID and access token of a session. `source` is the trigger's, for example `TokenGeneration_Authentication`. */
export async function issueTokens(
  room: Room,
  { pool, client, user, session }: Pick<TokenInput, 'pool' | 'client' | 'user' | 'session'>,
  call: Call,
  source: string,
): Promise<Tokens> {
  const input: TokenInput = { pool, client, user, session, now: room.clock.now(), eventId: randomUUID() };
  const plain = { id: idClaims(input), access: accessClaims(input) };
  const claims = await customise(room, input, call, source, plain);
  const keys = await pool.keys.get();
  session.expiresAt = Math.max(session.expiresAt, input.now + validity(client, 'AccessToken'));
  const accessToken = signToken(claims.access, keys.access);
  const bound = session.hosted ? { ...claims.id, at_hash: halfHash(accessToken) } : claims.id;
  return {
    accessToken,
    idToken: signToken(bound, keys.id),
    expiresIn: validity(client, 'AccessToken') / 1000,
  };
}

/** `at_hash`: the left half of the hash of the access token (OpenID Connect Core 1.0, section 3.1.3.6). */
const halfHash = (token: string) =>
  createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url');

/**
 * A new refresh token: five parts, as the encrypted JSON web token that Cognito gives, and opaque as that.
 * `expiresAt` holds the end of the one that it replaces.
 */
export function newRefreshToken(room: Room, client: Client, session: Session, expiresAt?: number): string {
  const header = Buffer.from('{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}').toString('base64url');
  const part = (bytes: number) => randomBytes(bytes).toString('base64url');
  const token = [header, part(256), part(12), part(600), part(16)].join('.');
  room.refreshTokens.set(token, {
    sessionId: session.id,
    expiresAt: expiresAt ?? room.clock.now() + validity(client, 'RefreshToken'),
  });
  return token;
}

export interface Bearer {
  pool: Pool;
  client: Client;
  user: User;
  session: Session;
  claims: Claims;
}

/**
 * Who holds an access token.
 * @throws AwsError NotAuthorizedException, UserNotFoundException
 */
export async function bearerOf(room: Room, token: string): Promise<Bearer> {
  const invalid = () => notAuthorized('Invalid Access Token');
  const poolId =
    String(uncheckedClaims(token)?.iss ?? '')
      .split('/')
      .at(-1) ?? '';
  if (!room.pools.has(poolId)) throw invalid();
  const pool = poolAt(room, poolId);
  const claims = verifiedClaims(token, await pool.keys.get());
  if (claims?.token_use !== 'access') throw invalid();
  if (Number(claims.exp) * 1000 <= room.clock.now()) throw notAuthorized('Access Token has expired');
  const user = pool.users.get(String(claims.username));
  const client = room.clients.get(String(claims.client_id));
  if (!client || !user) throw invalid();
  const session = sessionOf(room, claims, user);
  if (!session || session.revoked) throw notAuthorized('Access Token has been revoked');
  return { pool, client, user, session, claims };
}

/**
 * Whose account an access token lets its holder change. It needs the scope for that, which those of the API have and those
 * of the login page where the client may have it (API reference, for example SetUserMFAPreference, 2026).
 * @throws AwsError NotAuthorizedException, UserNotFoundException
 */
export async function ownerOf(room: Room, token: string): Promise<Bearer> {
  const bearer = await bearerOf(room, token);
  if (!String(bearer.claims.scope).split(' ').includes(adminScope)) {
    throw notAuthorized('Access Token does not have required scopes');
  }
  return bearer;
}

/** Tokens of a client without token revocation do not name their session; then the time of the sign-in finds it. */
function sessionOf({ sessions }: Room, { origin_jti: id, client_id, auth_time }: Claims, { username }: User) {
  if (typeof id === 'string') return sessions.get(id);
  return [...sessions.values()].find(
    (session) =>
      session.clientId === client_id &&
      session.username === username &&
      Math.floor(session.authenticatedAt / 1000) === auth_time &&
      !session.revoked,
  );
}

function dropExpired({ sessions, refreshTokens }: Room, now: number): void {
  for (const [id, { expiresAt }] of sessions) if (expiresAt <= now) sessions.delete(id);
  for (const [token, { expiresAt }] of refreshTokens) if (expiresAt <= now) refreshTokens.delete(token);
}
