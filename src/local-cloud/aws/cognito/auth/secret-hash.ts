import { createHmac } from 'node:crypto';
import { notAuthorized } from '../errors.ts';
import type { Client } from '../types.ts';

/**
 * A client with a secret has to send the Base64 HMAC-SHA-256 of user name and client id under it (developer guide,
 * "Computing secret hash values").
 * @throws AwsError NotAuthorizedException when it does not, or sends another
 */
export function checkSecretHash({ id, secret }: Client, given: string | undefined, ...names: string[]): void {
  if (secret === undefined) {
    if (given) throw notAuthorized(`Unable to verify secret hash for client ${id}`);
    return;
  }
  if (!given) throw notAuthorized(`Client ${id} is configured with secret but SECRET_HASH was not received`);
  if (names.some((name) => secretHash(name, id, secret) === given)) return;
  throw notAuthorized(`Unable to verify secret hash for client ${id}`);
}

export const secretHash = (username: string, clientId: string, secret: string): string =>
  createHmac('sha256', secret)
    .update(username + clientId)
    .digest('base64');
