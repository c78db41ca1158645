import { randomInt, timingSafeEqual } from 'node:crypto';
import { codeExpired, codeMismatch } from '../errors.ts';
import type { CodePurpose, Room, User, VerificationCode } from '../types.ts';

const hour = 60 * 60 * 1000;

/** Codes are good for a day, those that recover a password for an hour (developer guide, "Quotas", 2026). */
const lifetime = (purpose: CodePurpose) => (purpose === 'recovery' ? hour : 24 * hour);

/** Six digits. */
export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');

/** Gives a user a new code; the former one of the same purpose ends. */
export function issueCode({ clock }: Room, user: User, purpose: CodePurpose, value?: string): string {
  const code = newCode();
  user.codes[purpose] = { code, expiresAt: clock.now() + lifetime(purpose), value };
  return code;
}

/**
 * Takes a code; it counts once.
 * @throws AwsError CodeMismatchException, ExpiredCodeException
 */
export function takeCode({ clock }: Room, user: User, purpose: CodePurpose, given: string): VerificationCode {
  const known = user.codes[purpose];
  if (!known || known.expiresAt <= clock.now()) throw codeExpired();
  if (!isSameText(known.code, given)) throw codeMismatch();
  delete user.codes[purpose];
  return known;
}

/** Compares without telling by its time how much fits. */
export function isSameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
