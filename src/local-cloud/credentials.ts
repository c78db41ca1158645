import { createHash } from 'node:crypto';
import type { Principal } from './contract.ts';
import { base32 } from './principal.ts';

/** Temporary credentials as STS gives them to a function. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** Who stands behind an access key. Keys follow from role and function, so several local clouds may share the map. */
const principals = new Map<string, Principal>();

/**
 * Credentials of a role, the same in every run; those of a function are its own, though it may share the role with others.
 * Whoever signs with them calls the AWS endpoint as that role; any other access key is the developer's.
 */
export function credentials(roleArn: string, fn?: { name: string; arn: string }): Credentials {
  const digest = createHash('sha256')
    .update(fn ? `${roleArn} ${fn.arn}` : roleArn)
    .digest();
  // Temporary access keys start with ASIA and hold 16 more characters of A-Z and 2-7 (IAM User Guide, identifiers).
  const accessKeyId = `ASIA${base32(digest).slice(0, 16)}`;
  principals.set(accessKeyId, { roleArn, ...(fn ? { session: fn.name, sourceArn: fn.arn } : {}) });
  return {
    accessKeyId,
    secretAccessKey: digest.toString('base64').slice(0, 40),
    sessionToken: `local-${digest.toString('hex').slice(0, 32)}`,
  };
}

/** The caller behind an access key: a role that `credentials` was asked for, with its session, or the developer. */
export const principalOf = (accessKeyId: string | undefined): Principal => ({
  ...(accessKeyId === undefined ? {} : principals.get(accessKeyId)),
});
