/**
 * How long it is known what became of a request, and of its Idempotency-Key: longer than an order may wait. So what was worked
 * off never looks as if it still waited, and what comes again late is known.
 */
export const daysKept = 30;

/** When an item of today expires, in seconds since the epoch. */
export const expiresAt = () => Math.floor(Date.now() / 1000) + daysKept * 24 * 60 * 60;
