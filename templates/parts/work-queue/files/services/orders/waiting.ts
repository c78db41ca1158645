/** How often an order is tried before it is a dead letter. */
export const tries = 5;

/** How long an order may wait to be processed, as a dead letter too: SQS keeps nothing longer. */
export const daysToWait = 14;

/** A queue gives nothing up because of its age. */
export const daysToTry = daysToWait;
