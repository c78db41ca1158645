import { randomUUID } from 'node:crypto';
import type { HttpResponse } from '../../../contract.ts';
import { beginSession, issueTokens } from '../tokens/issue.ts';
import type { Call } from '../triggers.ts';
import type { Pool, Room, User } from '../types.ts';
import type { Authorization } from './authorization.ts';
import { type Headers, redirect, withQuery } from './exchange.ts';
import { reachable } from './redirect-uris.ts';

/** What an authorization code stands for. */
export interface CodeGrant {
  clientId: string;
  username: string;
  redirectUri: string;
  scopes: string[];
  nonce?: string;
  codeChallenge?: string;
  authenticatedAt: number;
  expiresAt: number;
}

export type CodeGrants = Map<string, CodeGrant>;

/** Codes are good for five minutes and once (developer guide, "The redirect and authorization endpoint", 2026). */
const codeMs = 5 * 60 * 1000;

export interface Authenticated {
  pool: Pool;
  user: User;
  authenticatedAt: number;
  call: Call;
}

/** Sends the browser back to the application, with a code in the query or with tokens in the fragment. */
export async function grant(
  room: Room,
  codes: CodeGrants,
  authorization: Authorization,
  { pool, user, authenticatedAt, call }: Authenticated,
  headers: Headers = [],
): Promise<HttpResponse> {
  const { client, redirectUri, scopes, state, nonce, codeChallenge } = authorization;
  const target = reachable(room.cloud, redirectUri);
  const now = room.clock.now();
  if (authorization.responseType === 'code') {
    for (const [code, { expiresAt }] of codes) if (expiresAt <= now) codes.delete(code);
    const code = randomUUID();
    const { id: clientId } = client;
    const { username } = user;
    const expiresAt = now + codeMs;
    codes.set(code, {
      clientId,
      username,
      redirectUri,
      scopes,
      nonce,
      codeChallenge,
      authenticatedAt,
      expiresAt,
    });
    return redirect(withQuery(target, { code, state }), headers);
  }
  const session = beginSession(room, pool, client, user, { scopes, nonce, authenticatedAt, hosted: true });
  const tokens = await issueTokens(room, { pool, client, user, session }, call, 'TokenGeneration_HostedAuth');
  const fragment = new URLSearchParams({
    ...(scopes.includes('openid') ? { id_token: tokens.idToken } : {}),
    access_token: tokens.accessToken,
    token_type: 'Bearer',
    expires_in: String(tokens.expiresIn),
    ...(state === undefined ? {} : { state }),
  });
  return redirect(`${target}#${fragment}`, headers);
}
