import type { Client } from '../types.ts';

const units: Record<string, number> = {
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};

/** Default unit and lifetime of each token (API reference, CreateUserPoolClient, 2026). */
const defaults = {
  AccessToken: { unit: 'hours', ms: 3_600_000 },
  IdToken: { unit: 'hours', ms: 3_600_000 },
  RefreshToken: { unit: 'days', ms: 30 * 86_400_000 },
} as const;

/** How long a token of a client is good, in milliseconds. */
export function validity({ settings }: Client, token: keyof typeof defaults): number {
  const value = Number(settings[`${token}Validity`] ?? 0);
  if (!(value > 0)) return defaults[token].ms;
  const unit = settings.TokenValidityUnits?.[token] ?? defaults[token].unit;
  return value * (units[unit] ?? units[defaults[token].unit]!);
}

/** How long a step of a sign-in waits for its answer, in milliseconds; three minutes by default. */
export const challengeValidity = ({ settings }: Client): number =>
  Number(settings.AuthSessionValidity ?? 3) * 60_000;
