import { AwsError } from '../../../aws-error.ts';
import type { HttpResponse } from '../../../contract.ts';
import { userClaims } from '../tokens/claims.ts';
import { bearerOf } from '../tokens/issue.ts';
import type { Pool, Room } from '../types.ts';
import { json, type LoginRequest } from './exchange.ts';

/** GET or POST /oauth2/userInfo: the claims of the token's scopes (developer guide, "The userInfo endpoint", 2026). */
export async function userInfoEndpoint(
  room: Room,
  pool: Pool,
  { authorization }: LoginRequest,
): Promise<HttpResponse> {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  if (!token) return refuse(400, 'invalid_request', 'Bad OAuth2 request at UserInfo Endpoint');
  try {
    const { user, client, claims, pool: issuer } = await bearerOf(room, token);
    const scopes = String(claims.scope).split(' ');
    if (issuer !== pool || !scopes.includes('openid'))
      throw new AwsError('NotAuthorizedException', 'other token');
    const texts = Object.entries(userClaims(client, user, scopes)).map(([name, value]) => [
      name,
      typeof value === 'boolean' ? String(value) : value,
    ]);
    return json(200, { ...Object.fromEntries(texts), username: user.username });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return refuse(
      401,
      'invalid_token',
      'Access token is expired, disabled, or deleted, or the user has globally signed out.',
    );
  }
}

const refuse = (status: number, error: string, description: string): HttpResponse =>
  json(status, { error, error_description: description }, [
    ['www-authenticate', `error="${error}", error_description="${description}"`],
  ]);
