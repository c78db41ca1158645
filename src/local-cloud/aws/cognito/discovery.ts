import type { AwsRequest, AwsResponse } from '../../contract.ts';
import { noSuchPool } from './errors.ts';
import { issuerOf } from './store.ts';
import { jwks } from './tokens/keys.ts';
import type { Pool, Room } from './types.ts';

/** The public documents of a pool: `/<pool id>/.well-known/jwks.json` and `openid-configuration`; nobody signs for them. */
export async function discover(room: Room, { path, headers }: AwsRequest): Promise<AwsResponse> {
  const [, id = '', folder, name] = path.split('/');
  const pool = room.pools.get(id);
  const isKnown = folder === '.well-known' && (name === 'jwks.json' || name === 'openid-configuration');
  if (!pool || !isKnown) {
    return { status: 404, headers: json, body: JSON.stringify({ message: noSuchPool(id).message }) };
  }
  const document = name === 'jwks.json' ? jwks(await pool.keys.get()) : configuration(room, pool, headers);
  return {
    status: 200,
    headers: { ...json, 'cache-control': 'public, max-age=86400' },
    body: JSON.stringify(document),
  };
}

const json = { 'content-type': 'application/json' };

/**
 * OpenID Connect metadata. Asked under Cognito's name it holds Cognito's addresses; asked under this machine's, as a page
 * does, it holds those that the page can reach. The issuer is the same in both, for it stands in the tokens.
 */
function configuration({ cloud, domains }: Room, pool: Pool, headers: Record<string, string>) {
  const isLocal = !/amazonaws\.com/.test(headers['x-forwarded-host'] ?? headers.host ?? 'amazonaws.com');
  const issuer = issuerOf(pool);
  const domain = domains.find(({ poolId }) => poolId === pool.id);
  const login = domain && ((isLocal && cloud.localUrl(domain.key)) || `https://${domain.host}`);
  return {
    ...(login
      ? {
          authorization_endpoint: `${login}/oauth2/authorize`,
          end_session_endpoint: `${login}/logout`,
          revocation_endpoint: `${login}/oauth2/revoke`,
          token_endpoint: `${login}/oauth2/token`,
          userinfo_endpoint: `${login}/oauth2/userInfo`,
        }
      : {}),
    id_token_signing_alg_values_supported: ['RS256'],
    issuer,
    jwks_uri: `${isLocal ? `${cloud.endpoint}/${pool.id}` : issuer}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  };
}
