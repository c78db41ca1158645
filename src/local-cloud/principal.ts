import { createHash } from 'node:crypto';
import type { Principal } from './contract.ts';

/** Who comes without a signature. */
export const anonymous = 'anonymous';

/**
 * Whether the developer calls (AWS CLI, tests, a database viewer). What acts for a thing of the templates and has neither a
 * role nor a service principal is not the developer but nobody.
 */
export const isDeveloper = ({ roleArn, service, sourceArn }: Principal): boolean =>
  !roleArn && !service && !sourceArn;

/** The name of the session: a function's is its name (Lambda developer guide, "Execution role"). */
export const sessionOf = ({ session, sourceArn }: Principal): string =>
  session ?? sourceArn?.split(/[:/]/).at(-1) ?? 'local';

/** The ARN by which AWS names a role in use: `arn:aws:sts::<account>:assumed-role/<role>/<session>`, without the role's path. */
export function assumedRole(principal: Principal): string {
  const [, partition, , , account, path = ''] = principal.roleArn?.split(':') ?? [];
  return `arn:${partition}:sts::${account}:assumed-role/${path.split('/').at(-1)}/${sessionOf(principal)}`;
}

/** `<role id>:<session>` of a role, the id of a user else (IAM user guide, `aws:userid`). */
export const callerId = (principal: Principal): string =>
  principal.roleArn ? `${roleId(principal.roleArn)}:${sessionOf(principal)}` : 'AIDALOCALDEVELOPER';

const roleIds = new Map<string, string>();

/** `AROA` and 17 more characters of A-Z and 2-7, the same for a role in every run. Each call of a function asks for it. */
function roleId(roleArn: string): string {
  const known = roleIds.get(roleArn);
  if (known !== undefined) return known;
  const id = `AROA${base32(createHash('sha256').update(`id of ${roleArn}`).digest()).slice(0, 17)}`;
  roleIds.set(roleArn, id);
  return id;
}

/** One character of A-Z and 2-7 for each byte. */
export function base32(bytes: Buffer): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return [...bytes].map((byte) => alphabet[byte % 32]).join('');
}
