/** Whether the orders service knows who asks it, by the `authorization` header: it wants to know nothing. */
export const isKnownCaller = (authorization: string | undefined): boolean => authorization === undefined;
