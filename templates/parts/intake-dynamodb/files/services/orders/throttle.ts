/**
 * Requests a second, and at once, that the route of new orders takes: what the table can store while the worker rests. An
 * order of 2 KB is 3 write units of the 1,000 a second that infra/lib/service-table.ts allows, and as many of the index,
 * whose one partition for all that waits takes no more (DynamoDB developer guide, "GSI back-pressure"). Beyond that the
 * table refuses, which clients see as 503; API Gateway answers 429 at once.
 */
export const throttle = { rateLimit: 300, burstLimit: 300 };
