import type { Properties } from '../../contract.ts';
import { scopesOf } from '../authorizers/jwt.ts';
import type { SigningKeys } from '../authorizers/signing-keys.ts';
import { isRsa, isSignedBy, readToken, type Token } from '../authorizers/token.ts';
import type { Gateway } from '../gateway.ts';
import { joined } from '../headers.ts';
import { Failure } from './failure.ts';
import { fits } from './lambda-authorizer.ts';
import type { Visit } from './visit.ts';

const unauthorized = (reason: string, text = 'Unauthorized') => new Failure('UNAUTHORIZED', text, { reason });

/**
 * A COGNITO_USER_POOLS authorizer: an ID token of one of its pools, or for a method with scopes an access token that has
 * one of them (developer guide, "Control access to REST APIs using Amazon Cognito user pools").
 */
export async function authorizeByCognito(gateway: Gateway, visit: Visit): Promise<string> {
  const properties: Properties = visit.method?.authorizer?.properties ?? {};
  const header = String(properties.IdentitySource ?? 'method.request.header.Authorization').replace(
    'method.request.header.',
    '',
  );
  const text = joined(visit.arrival.headers, header)?.replace(/^Bearer\s+/i, '');
  if (!text) throw unauthorized(`no token in ${header}`);
  const expression = properties.IdentityValidationExpression;
  const token = readToken(text);
  if (!token || !isRsa(token)) throw unauthorized('the token is not a signed JWT');
  if (expression && !fits(expression, String(token.claims.aud ?? '')))
    throw unauthorized('the audience does not match the identity validation expression');
  await checkSignature(token, properties.ProviderARNs ?? [], gateway.keys);
  const { claims } = token;
  if (typeof claims.exp === 'number' && claims.exp * 1000 <= gateway.now())
    throw unauthorized('the token has expired', 'The incoming token has expired');
  checkUse(claims, visit.method?.scopes ?? []);
  visit.authorizer = { claims: claimTexts(claims) };
  return `allowed ${claims.sub}`;
}

async function checkSignature(token: Token, pools: string[], keys: SigningKeys): Promise<void> {
  const issuers = pools.map((arn) => {
    const [, partition, , region, , pool = ''] = arn.split(':');
    const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
    return `https://cognito-idp.${region}.${suffix}/${pool.replace('userpool/', '')}`;
  });
  const issuer = String(token.claims.iss);
  if (!issuers.includes(issuer))
    throw unauthorized(`the token is of ${issuer}, not of a pool of the authorizer`);
  const key = await keys.find(issuer, String(token.header.kid));
  if (!key) throw unauthorized('no key of the pool has the key id of the token');
  if (!isSignedBy(token, key)) throw unauthorized('the signature does not fit');
}

function checkUse(claims: Record<string, unknown>, scopes: string[]): void {
  if (scopes.length === 0) {
    if (claims.token_use === 'access')
      throw unauthorized('an access token is taken only by methods with scopes');
    return;
  }
  const granted = scopesOf(claims);
  if (claims.token_use !== 'access' || !scopes.some((scope) => granted.includes(scope)))
    throw unauthorized(`the token has none of the scopes ${scopes.join(', ')}`);
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Claims as REST APIs hand them on: texts; lists joined by commas, `exp` and `iat` as dates (observed). */
function claimTexts(claims: Record<string, unknown>): Record<string, string> {
  const text = (name: string, value: unknown): string => {
    if ((name === 'exp' || name === 'iat') && typeof value === 'number') return dateText(value);
    if (Array.isArray(value)) return value.join(',');
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
  };
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, text(name, value)]));
}

/** `Wed Jul 29 21:58:56 UTC 2020` */
function dateText(seconds: number): string {
  const date = new Date(seconds * 1000);
  const [, day, month, year, time] = date.toUTCString().split(' ');
  return `${days[date.getUTCDay()]} ${month} ${day} ${time} UTC ${year}`;
}
