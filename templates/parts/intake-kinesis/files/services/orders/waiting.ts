/** How long an order may wait to be processed: the stream keeps it for as long. */
export const daysToWait = 7;
