import type { Properties } from '../../../contract.ts';
import { groupsOf } from '../store.ts';
import { type Call, runTrigger } from '../triggers.ts';
import type { Room } from '../types.ts';
import type { TokenInput } from './claims.ts';
import type { Claims } from './jwt.ts';

/** Claims that no trigger may set (developer guide, "Pre token generation Lambda trigger", 2026). */
const fixed = new Set([
  'acr',
  'amr',
  'at_hash',
  'auth_time',
  'azp',
  'exp',
  'iat',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'origin_jti',
  'sub',
  'token_use',
  'client_id',
  'event_id',
  'device_key',
  'identities',
]);

/** Lets the pre token generation trigger change the tokens: version 1 the ID token, versions 2 and 3 both. */
export async function customise(
  room: Room,
  input: TokenInput,
  call: Call,
  source: string,
  tokens: { id: Claims; access: Claims },
): Promise<{ id: Claims; access: Claims }> {
  const { pool, user, session } = input;
  const groups = groupsOf(pool, user);
  const roles = groups.flatMap(({ roleArn }) => roleArn ?? []);
  const isVersioned = /^V[23]/.test(
    pool.settings.LambdaConfig?.PreTokenGenerationConfig?.LambdaVersion ?? '',
  );
  const answer = await runTrigger(room, pool, call, {
    name: 'PreTokenGeneration',
    source,
    user,
    request: {
      groupConfiguration: {
        groupsToOverride: groups.map(({ name }) => name),
        iamRolesToOverride: roles,
        preferredRole: roles[0] ?? null,
      },
      ...(isVersioned ? { scopes: session.scopes } : {}),
    },
    response: isVersioned ? { claimsAndScopeOverrideDetails: null } : { claimsOverrideDetails: null },
  });
  if (!answer) return tokens;
  if (!isVersioned) {
    const details: Properties = answer.claimsOverrideDetails ?? {};
    return { ...tokens, id: changed(withGroups(tokens.id, details.groupOverrideDetails), details) };
  }
  const details: Properties = answer.claimsAndScopeOverrideDetails ?? {};
  const groupsChange: Properties | undefined = details.groupOverrideDetails;
  const access: Properties = details.accessTokenGeneration ?? {};
  return {
    id: changed(withGroups(tokens.id, groupsChange), details.idTokenGeneration ?? {}),
    access: withScopes(changed(withGroups(tokens.access, groupsChange, false), access), access),
  };
}

function changed(claims: Claims, { claimsToAddOrOverride, claimsToSuppress }: Properties): Claims {
  const kept = Object.entries(claims).filter(
    ([name]) => fixed.has(name) || !claimsToSuppress?.includes(name),
  );
  const added = Object.entries(claimsToAddOrOverride ?? {}).filter(
    ([name]) => !fixed.has(name) && !name.startsWith('cognito:') && !(name === 'aud' && 'aud' in claims),
  );
  return Object.fromEntries([...kept, ...added]);
}

function withGroups(claims: Claims, change: Properties | null | undefined, roles = true): Claims {
  if (!change) return claims;
  const { groupsToOverride, iamRolesToOverride, preferredRole } = change;
  return {
    ...claims,
    ...(groupsToOverride ? { 'cognito:groups': groupsToOverride } : {}),
    ...(roles && iamRolesToOverride ? { 'cognito:roles': iamRolesToOverride } : {}),
    ...(roles && preferredRole ? { 'cognito:preferred_role': preferredRole } : {}),
  };
}

function withScopes(claims: Claims, { scopesToAdd = [], scopesToSuppress = [] }: Properties): Claims {
  const scopes = String(claims.scope ?? '')
    .split(' ')
    .filter((scope) => scope && !scopesToSuppress?.includes(scope));
  return { ...claims, scope: [...new Set([...scopes, ...(scopesToAdd ?? [])])].join(' ') };
}
