import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { dynamodb } from '../../../src/local-cloud/aws/dynamodb/service.ts';
import { type Harness, startHarness } from '../harness.ts';
import { behaviour, checks } from './behaviour.ts';
import type { Context } from './checks/context.ts';

let harness: Harness;
let client: DynamoDBClient;
let context: Context;

beforeAll(async () => {
  harness = await startHarness({ services: [dynamodb] });
  client = new DynamoDBClient(harness.client);
  context = await behaviour(client);
});

afterAll(async () => {
  client.destroy();
  await harness.close();
});

describe('DynamoDB behaves as documented', () => {
  for (const { name, run } of checks) test(name, () => run(context));
});
