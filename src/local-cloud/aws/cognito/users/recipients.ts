import type { Properties } from '../../../contract.ts';
import type { Pool, User } from '../types.ts';

/** The attribute that a new user's code goes to; with both verified by the pool it is the phone number. */
export function verificationAttribute({ settings }: Pool, { attributes }: User): string | undefined {
  const auto: string[] = settings.AutoVerifiedAttributes ?? [];
  return ['phone_number', 'email'].find((name) => auto.includes(name) && attributes[name]);
}

/**
 * The attribute that a recovery code goes to: by the priorities of `AccountRecoverySetting`, else a verified phone number
 * before a verified address (API reference, AccountRecoverySettingType, 2026). `admin_only` when only an administrator may.
 */
export function recoveryAttribute({ settings }: Pool, { attributes }: User): string | undefined {
  const mechanisms: Properties[] = settings.AccountRecoverySetting?.RecoveryMechanisms ?? [
    { Name: 'verified_phone_number', Priority: 1 },
    { Name: 'verified_email', Priority: 2 },
  ];
  const names = [...mechanisms]
    .sort((a, b) => Number(a.Priority) - Number(b.Priority))
    .map(({ Name }) => String(Name));
  if (names.includes('admin_only')) return 'admin_only';
  return names
    .map((name) => name.replace('verified_', ''))
    .find((name) => attributes[name] && attributes[`${name}_verified`] === 'true');
}
