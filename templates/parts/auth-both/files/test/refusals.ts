/** What an API answers when our own function does not let a token in. */
export const badToken = 403;

/** What it answers to a good token without the scope of the route. */
export const missingScope = 403;
