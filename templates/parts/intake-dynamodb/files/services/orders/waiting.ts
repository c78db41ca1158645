/** Marks what waits in the table. The stream leads it to the worker, and the index lists it. */
export const waiting = "accepted";

/** Marks what was given up. It stays in the table, and the index lists it, until somebody puts it back. */
export const failed = "failed";

/** How often an order is tried, at least. */
export const tries = 11;

/** How long the worker tries: the stream keeps nothing longer. */
export const daysToTry = 1;
