import type { Properties } from '../../contract.ts';
import type { Throttle } from '../throttle.ts';

/**
 * Counts requests against the quota of a usage plan; it begins anew with each day, week or month in UTC, and `Offset`
 * shortens the first (API reference, QuotaSettings).
 */
export function quota({ Limit, Period, Offset }: Properties): Throttle {
  let left = Number(Limit) - Number(Offset ?? 0);
  let period: string | undefined;
  return (now) => {
    const current = periodOf(now, String(Period));
    if (period !== undefined && period !== current) left = Number(Limit);
    period = current;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}

const day = 86_400_000;

/** A name for the period that a time lies in. Weeks begin on Sunday. */
function periodOf(now: number, period: string): string {
  if (period === 'MONTH') return new Date(now).toISOString().slice(0, 7);
  const days = Math.floor(now / day);
  // The first of January 1970 was a Thursday.
  return String(period === 'WEEK' ? Math.floor((days + 4) / 7) : days);
}
