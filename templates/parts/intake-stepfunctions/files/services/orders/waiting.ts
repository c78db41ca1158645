/** How often an order is tried before it has failed. */
export const tries = 5;

/** How long an execution may take before it has failed. */
export const daysToTry = 7;

/** How long an order may wait to be processed: Step Functions redrives no execution that ended earlier. */
export const daysToWait = 14;
