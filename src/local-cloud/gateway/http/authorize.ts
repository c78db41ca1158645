import type { HttpResponse } from '../../contract.ts';
import { jsonAnswer } from '../answer.ts';
import { authorizeIam } from '../authorizers/iam.ts';
import { claimTexts, scopesOf, verifyJwt } from '../authorizers/jwt.ts';
import { type Gateway, hop } from '../gateway.ts';
import type { Hit } from './hit.ts';
import { identityValue } from './identity-source.ts';
import { authorizeByFunction } from './lambda-authorizer.ts';

/** What an authorizer says: the `authorizer` of the request context, or the answer that ends the request. */
export type Authorized = { authorizer: Record<string, unknown> | undefined } | { refusal: HttpResponse };

export const unauthorized = (headers: HttpResponse['headers'] = []): Authorized => ({
  refusal: jsonAnswer(401, { message: 'Unauthorized' }, headers),
});
export const forbidden = (headers: HttpResponse['headers'] = []): Authorized => ({
  refusal: jsonAnswer(403, { message: 'Forbidden' }, headers),
});
export const broken = (): Authorized => ({
  refusal: jsonAnswer(500, { message: 'Internal Server Error' }),
});

/** Lets the authorizer of the route judge the request. */
export async function authorize(gateway: Gateway, hit: Hit): Promise<Authorized> {
  const { authorization, authorizer } = hit.route;
  if (authorization === 'NONE') return { authorizer: undefined };
  const started = performance.now();
  const { result, text } =
    authorization === 'AWS_IAM'
      ? byIam(gateway, hit)
      : authorization === 'JWT'
        ? await byToken(gateway, hit)
        : await authorizeByFunction(gateway, hit);
  const status = 'refusal' in result ? result.refusal.status : undefined;
  const name = authorizer?.properties.Name ?? authorization;
  hop(gateway, hit.arrival.request.traceId, hit.api.key, `authorizer ${name}: ${text}`, { status, started });
  return result;
}

/** The ARN of the method that is called, with the path as the client sent it. */
export const routeArn = ({ api, stage, arrival }: Hit): string =>
  `${api.executeArn}/${stage.name}/${arrival.request.method}${arrival.path}`;

function byIam({ cloud }: Gateway, hit: Hit): { result: Authorized; text: string } {
  const outcome = authorizeIam(cloud, hit.arrival, routeArn(hit), hit.api.resource.account);
  if ('refused' in outcome)
    return {
      result: forbidden(),
      text: outcome.refused === 'denied' ? outcome.message : 'the request is not signed',
    };
  const { accessKey, accountId, callerId, userArn } = outcome.signer;
  const iam = {
    accessKey,
    accountId,
    callerId,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn,
    userId: callerId,
  };
  return { result: { authorizer: { iam } }, text: `allowed ${userArn}` };
}

async function byToken(gateway: Gateway, hit: Hit): Promise<{ result: Authorized; text: string }> {
  const { authorizer, scopes } = hit.route;
  const configuration = authorizer?.properties.JwtConfiguration ?? {};
  const source = authorizer?.identitySources[0] ?? '$request.header.Authorization';
  const text = identityValue(source, hit)?.replace(/^Bearer\s+/i, '');
  if (!text) {
    const result = unauthorized([['www-authenticate', 'Bearer']]);
    return { result, text: `no token in ${source}` };
  }
  const rules = { issuer: String(configuration.Issuer ?? ''), audience: configuration.Audience ?? [] };
  const checked = await verifyJwt(text, rules, gateway.keys, gateway.now());
  if ('refused' in checked)
    return {
      result: unauthorized([challenge(scopes, 'invalid_token', checked.refused)]),
      text: checked.refused,
    };
  const granted = scopesOf(checked.claims);
  if (scopes.length > 0 && !scopes.some((scope) => granted.includes(scope))) {
    const reason = 'the token does not have the required scopes';
    return { result: forbidden([challenge(scopes, 'insufficient_scope', reason)]), text: reason };
  }
  const jwt = { claims: claimTexts(checked.claims), scopes: scopes.length > 0 ? granted : null };
  return {
    result: { authorizer: { jwt } },
    text: `allowed ${checked.claims.sub ?? checked.claims.client_id ?? ''}`,
  };
}

/** The header of developer guide, "Troubleshooting issues with HTTP API JWT authorizers". */
const challenge = (scopes: readonly string[], error: string, reason: string): [string, string] => [
  'www-authenticate',
  `Bearer scope="${scopes.join(' ')}" error="${error}" error_description="${reason}"`,
];
