/**
 * Requests a second, and at once, that the route of new orders takes: ten times what the other routes take. A burst is what
 * the intake is for, as nothing behind it has to keep pace. So a client that runs away can cost ten times as much; API
 * Gateway answers 429 beyond that.
 */
export const throttle = { rateLimit: 1000, burstLimit: 2000 };
