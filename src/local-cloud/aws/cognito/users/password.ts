import { randomInt } from 'node:crypto';
import { AwsError } from '../../../aws-error.ts';
import type { Properties } from '../../../contract.ts';
import { isPassword, passwordVerifier } from '../auth/srp.ts';
import type { Pool, User } from '../types.ts';

const day = 24 * 60 * 60 * 1000;

/** The policy of a pool; without one AWS asks for eight characters of all four kinds (developer guide, 2026). */
export function passwordPolicy({ settings }: Pool): Properties {
  return (
    settings.Policies?.PasswordPolicy ?? {
      MinimumLength: 8,
      RequireUppercase: true,
      RequireLowercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      TemporaryPasswordValidityDays: 7,
    }
  );
}

/** Symbols that count for `RequireSymbols`; a space does in the middle (developer guide, "Password policies", 2026). */
const symbol = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]|\S \S/;

/** What a password lacks, in the service's words; `undefined` when it fits. */
export function passwordFault(pool: Pool, password: string): string | undefined {
  const policy = passwordPolicy(pool);
  if (password.length < Number(policy.MinimumLength ?? 8)) return 'Password not long enough';
  if (password.length > 256) return 'Password too long';
  if (policy.RequireUppercase && !/[A-Z]/.test(password)) return 'Password must have uppercase characters';
  if (policy.RequireLowercase && !/[a-z]/.test(password)) return 'Password must have lowercase characters';
  if (policy.RequireNumbers && !/\d/.test(password)) return 'Password must have numeric characters';
  if (policy.RequireSymbols && !symbol.test(password)) return 'Password must have symbol characters';
  return undefined;
}

/** @throws AwsError InvalidPasswordException; sign-up words it differently from all other operations */
export function checkPassword(pool: Pool, password: string, isSignUp = false): void {
  const fault = passwordFault(pool, password);
  if (!fault) return;
  const start = isSignUp ? 'Password did not conform with policy' : 'Password does not conform to policy';
  throw new AwsError('InvalidPasswordException', `${start}: ${fault}`);
}

/** Gives a user a password; a temporary one expires after the days of the policy. */
export function setPassword(pool: Pool, user: User, password: string, temporaryFrom?: number): void {
  const days = Number(
    passwordPolicy(pool).TemporaryPasswordValidityDays ||
      pool.settings.AdminCreateUserConfig?.UnusedAccountValidityDays ||
      7,
  );
  user.password = {
    ...passwordVerifier(pool.id, user.username, password),
    ...(temporaryFrom === undefined ? {} : { temporaryUntil: temporaryFrom + days * day }),
  };
}

export const hasPassword = (pool: Pool, user: User, password: string): boolean =>
  user.password !== undefined && isPassword(pool.id, user.username, password, user.password);

/** A temporary password that fits any policy. */
export function generatePassword(pool: Pool): string {
  const kinds = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!@#%*-_='];
  const length = Math.max(10, Number(passwordPolicy(pool).MinimumLength ?? 8));
  return Array.from({ length }, (_, at) => {
    const kind = kinds[at % kinds.length]!;
    return kind[randomInt(kind.length)];
  }).join('');
}
