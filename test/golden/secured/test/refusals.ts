/** What a REST API answers to a token that is not good. */
export const badToken = 401;

/** What it answers to a good token without the scope of the route. */
export const missingScope = 401;
