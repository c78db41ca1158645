/** How often an order is tried, at least. */
export const tries = 11;

/** How long the worker tries. */
export const daysToTry = 1;

/** How long an order may wait to be processed, given up too: the stream keeps it for as long. */
export const daysToWait = 7;
