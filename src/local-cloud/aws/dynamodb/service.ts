import type { AwsRequest, Cloud, RunningService, Service } from '../../contract.ts';
import { closeDatabase, emptyDatabase, openDatabase } from './database.ts';
import { adoptTables, deployTables } from './deploy/deploy.ts';
import { operate } from './operations.ts';
import { tablesSnapshot } from './snapshot.ts';
import { streamSource } from './streams/source.ts';
import { supports } from './supports.ts';
import { resumeRebuilds } from './tables/rebuild-copies.ts';
import { sweep } from './tables/ttl.ts';

/** How often expired items are looked for. */
const sweepMs = 1000;

/** DynamoDB: tables of the templates, the item API with transactions, TTL, and streams for event sources. */
export const dynamodb: Service = { name: 'dynamodb', supports, start: startDynamodb };

async function startDynamodb(cloud: Cloud): Promise<RunningService> {
  const database = await openDatabase(cloud);
  try {
    await resumeRebuilds(database);
    await adoptTables(database);
  } catch (error) {
    await closeDatabase(database);
    throw error;
  }
  const serve = (request: AwsRequest) => operate(database, request);
  let sweeping = Promise.resolve();
  const timer = setInterval(() => {
    sweeping = sweeping.then(() => sweep(database, Date.now())).catch(() => {});
  }, sweepMs).unref();
  return {
    deploy: () => deployTables(database),
    aws: { dynamodb: serve, dynamodbstreams: serve },
    streams: streamSource(database.streams),
    reset: async () => {
      await sweeping;
      await emptyDatabase(database);
      await deployTables(database);
    },
    snapshot: async () => ({ tables: await tablesSnapshot(database) }),
    close: async () => {
      clearInterval(timer);
      await sweeping;
      await closeDatabase(database);
    },
  };
}
