/** What a REST API answers to a good token without the scope of the route. */
export const missingScope = 401;
