import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, AwsResponse } from '../../contract.ts';
import { ok } from './answers.ts';
import type { Database } from './database.ts';
import { batchGet, batchWrite } from './items/batch.ts';
import { readItems } from './items/read.ts';
import { writeItem } from './items/write.ts';
import { streamOperations } from './streams/api.ts';
import { createTable, deleteTable, describeTable, listTables } from './tables/actions.ts';
import {
  describeContinuousBackups,
  describeTimeToLive,
  updateContinuousBackups,
  updateTimeToLive,
} from './tables/settings.ts';
import { listTags, tagResource, untagResource } from './tables/tags.ts';
import { updateTable } from './tables/update.ts';
import { transactGet } from './transactions/get.ts';
import { transactWrite } from './transactions/write.ts';
import type { Call, Input } from './types.ts';

type Operation = (database: Database, call: Call) => Promise<AwsResponse> | AwsResponse;

const operations: Record<string, Operation> = {
  GetItem: readItems,
  Query: readItems,
  Scan: readItems,
  PutItem: writeItem,
  UpdateItem: writeItem,
  DeleteItem: writeItem,
  BatchGetItem: batchGet,
  BatchWriteItem: batchWrite,
  TransactGetItems: transactGet,
  TransactWriteItems: transactWrite,
  CreateTable: createTable,
  UpdateTable: updateTable,
  DeleteTable: deleteTable,
  DescribeTable: describeTable,
  ListTables: listTables,
  UpdateTimeToLive: updateTimeToLive,
  DescribeTimeToLive: describeTimeToLive,
  UpdateContinuousBackups: updateContinuousBackups,
  DescribeContinuousBackups: describeContinuousBackups,
  TagResource: tagResource,
  UntagResource: untagResource,
  ListTagsOfResource: listTags,
  DescribeLimits: describeLimits,
  DescribeEndpoints: describeEndpoints,
  ...streamOperations,
};

/** Whether an IAM action of DynamoDB stands for a call that is served. A condition check is part of a transaction. */
export const isServed = (action: string): boolean =>
  action === 'ConditionCheckItem' || Object.hasOwn(operations, action);

const partiql = ['ExecuteStatement', 'BatchExecuteStatement', 'ExecuteTransaction'];

/** Answers a call of DynamoDB or DynamoDB Streams. Throws `AwsError`. */
export async function operate(database: Database, request: AwsRequest): Promise<AwsResponse> {
  const { action } = request;
  const operation = Object.hasOwn(operations, action) ? operations[action] : undefined;
  if (!operation) throw unknown(action);
  return operation(database, { action, request, input: parse(request.body) });
}

function parse(body: Buffer): Input {
  let input: unknown;
  try {
    input = JSON.parse(body.toString());
  } catch {
    throw new AwsError('SerializationException', 'The body of the request is not JSON.');
  }
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Input;
  throw new AwsError('SerializationException', 'The body of the request is not a JSON object.');
}

function unknown(action: string): AwsError {
  const text = partiql.includes(action)
    ? `The local cloud does not serve PartiQL (${action}). Use GetItem, Query, PutItem, UpdateItem, DeleteItem or transactions.`
    : `The local cloud does not serve this operation of DynamoDB: ${action || 'none was named'}.`;
  return new AwsError('UnknownOperationException', text);
}

/** Default quotas of an account (Developer Guide, "Quotas in Amazon DynamoDB", 2025). */
function describeLimits({ cloud }: Database, { request }: Call): AwsResponse {
  cloud.authorize(request.caller, 'dynamodb:DescribeLimits', '*');
  return ok({
    AccountMaxReadCapacityUnits: 80_000,
    AccountMaxWriteCapacityUnits: 80_000,
    TableMaxReadCapacityUnits: 40_000,
    TableMaxWriteCapacityUnits: 40_000,
  });
}

function describeEndpoints({ cloud }: Database): AwsResponse {
  const Address = cloud.endpoint.replace(/^http:\/\//, '');
  return ok({ Endpoints: [{ Address, CachePeriodInMinutes: 1440 }] });
}
