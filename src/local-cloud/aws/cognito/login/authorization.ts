import type { HttpResponse } from '../../../contract.ts';
import { isTrue } from '../input.ts';
import type { Client, Pool, Room } from '../types.ts';
import { redirect, withQuery } from './exchange.ts';
import { isRegistered, reachable } from './redirect-uris.ts';

/** A request for authorization that may go on. */
export interface Authorization {
  client: Client;
  responseType: 'code' | 'token';
  redirectUri: string;
  scopes: string[];
  state?: string;
  nonce?: string;
  /** PKCE with S256. */
  codeChallenge?: string;
  prompt?: string;
}

/** The page for what must not go back to an application: an unknown client, an address that it did not register. */
export const errorPage = (error: string, clientId?: string): HttpResponse =>
  redirect(withQuery('/error', { error, client_id: clientId }));

/**
 * Reads and checks the parameters of `/oauth2/authorize` and `/login`. Faults of client and address end on the error page,
 * all others go to the application (developer guide, "The redirect and authorization endpoint", 2026).
 */
export function readAuthorization(
  room: Room,
  pool: Pool,
  query: URLSearchParams,
): { authorization: Authorization } | { refused: HttpResponse } {
  const get = (name: string) => query.get(name) || undefined;
  const clientId = get('client_id');
  const redirectUri = get('redirect_uri');
  if (!clientId || !redirectUri) return { refused: errorPage('Required parameters missing', clientId) };
  const client = room.clients.get(clientId);
  if (client?.poolId !== pool.id) return { refused: errorPage('invalid_client', clientId) };
  if (!isRegistered(room.cloud, client.settings.CallbackURLs ?? [], redirectUri)) {
    return { refused: errorPage('redirect_mismatch', clientId) };
  }
  const state = get('state');
  const refuse = (error: string) => ({
    refused: redirect(withQuery(reachable(room.cloud, redirectUri), { error, state })),
  });
  const responseType = get('response_type');
  if (responseType !== 'code' && responseType !== 'token') return refuse('invalid_request');
  if (!allowsGrant(client, responseType === 'code' ? 'code' : 'implicit'))
    return refuse('unauthorized_client');
  const codeChallenge = get('code_challenge');
  const method = get('code_challenge_method');
  if ((codeChallenge === undefined) !== (method === undefined)) return refuse('invalid_request');
  if (method !== undefined && method !== 'S256') return refuse('invalid_request');
  const scopes = grantedScopes(pool, client, get('scope'));
  if (!scopes) return refuse('invalid_scope');
  const [nonce, prompt] = [get('nonce'), get('prompt')];
  return {
    authorization: { client, responseType, redirectUri, scopes, state, nonce, codeChallenge, prompt },
  };
}

/** Whether a client may use a grant of OAuth 2.0. */
export const allowsGrant = (
  { settings }: Client,
  grant: 'code' | 'implicit' | 'client_credentials',
): boolean =>
  isTrue(settings.AllowedOAuthFlowsUserPoolClient) && (settings.AllowedOAuthFlows ?? []).includes(grant);

/**
 * The scopes asked for, or all that the client has when it asks for none; `undefined` when one is not the client's or its
 * resource server has no such scope.
 */
export function grantedScopes(pool: Pool, client: Client, asked: string | undefined): string[] | undefined {
  const allowed: string[] = client.settings.AllowedOAuthScopes ?? [];
  const scopes = asked === undefined ? allowed : [...new Set(asked.split(' ').filter(Boolean))];
  return scopes.every((scope) => allowed.includes(scope) && isDefined(pool, scope)) ? scopes : undefined;
}

/** Scopes with a slash are those of resource servers; the identifier may hold slashes itself. */
export const isCustom = (scope: string): boolean => scope.includes('/');

function isDefined({ resourceServers }: Pool, scope: string): boolean {
  if (!isCustom(scope)) return true;
  const at = scope.lastIndexOf('/');
  const server = resourceServers.get(scope.slice(0, at));
  return server?.scopes.some(({ ScopeName }) => ScopeName === scope.slice(at + 1)) ?? false;
}
