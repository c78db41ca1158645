/** Marks what waits in the table. The stream leads it to the worker, and the index lists it. */
export const waiting = "accepted";
