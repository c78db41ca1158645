import { createHash } from 'node:crypto';
import type { Principal } from './contract.ts';

/** Temporary credentials as STS gives them to a function. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** Which role stands behind an access key. Keys follow from the role, so several local clouds may share the map. */
const roles = new Map<string, string>();

/**
 * Credentials of a role, the same in every run. Whoever signs with them calls the AWS endpoint as that role;
 * any other access key is the developer's.
 */
export function credentials(roleArn: string): Credentials {
  const digest = createHash('sha256').update(roleArn).digest();
  // Temporary access keys start with ASIA and hold 16 more characters of A-Z and 2-7 (IAM User Guide, identifiers).
  const accessKeyId = `ASIA${base32(digest).slice(0, 16)}`;
  roles.set(accessKeyId, roleArn);
  return {
    accessKeyId,
    secretAccessKey: digest.toString('base64').slice(0, 40),
    sessionToken: `local-${digest.toString('hex').slice(0, 32)}`,
  };
}

/** The caller behind an access key: a role that `credentials` was asked for, or the developer. */
export function principalOf(accessKeyId: string | undefined): Principal {
  const roleArn = accessKeyId === undefined ? undefined : roles.get(accessKeyId);
  return roleArn === undefined ? {} : { roleArn };
}

function base32(bytes: Buffer): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return [...bytes].map((byte) => alphabet[byte % 32]).join('');
}
