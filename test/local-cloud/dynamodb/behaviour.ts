import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batches } from './checks/batches.ts';
import { type Check, type Context, prepare } from './checks/context.ts';
import { edges } from './checks/edges.ts';
import { expressions } from './checks/expressions.ts';
import { limits } from './checks/limits.ts';
import { queries } from './checks/queries.ts';
import { streamChecks } from './checks/streams.ts';
import { tables } from './checks/tables.ts';
import { transactions } from './checks/transactions.ts';
import { updates } from './checks/updates.ts';
import { writes } from './checks/writes.ts';

/** What DynamoDB promises, as checks that run against any endpoint. */
export const checks: Check[] = [
  ...writes,
  ...updates,
  ...expressions,
  ...queries,
  ...batches,
  ...transactions,
  ...limits,
  ...edges,
  ...tables,
  ...streamChecks,
];

/** Readies an endpoint for the checks; each check keeps to items and tables of its own. */
export function behaviour(client: DynamoDBClient): Promise<Context> {
  return prepare(client);
}
