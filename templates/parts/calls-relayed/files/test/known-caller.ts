/** Whether the orders service knows who asks it, by the `authorization` header: by what the caller of this one has brought. */
export const isKnownCaller = (authorization = ""): boolean => authorization.startsWith("Bearer ");
