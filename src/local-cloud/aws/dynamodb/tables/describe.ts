import type { Database } from '../database.ts';
import { scan } from '../items/scan.ts';
import { itemBytes } from '../items/size.ts';
import type { IndexDefinition, Table } from '../types.ts';

interface Count {
  items: number;
  bytes: number;
}

/** Items and bytes of a table and of each of its indexes. */
interface Counts extends Count {
  indexes: Map<string, Count>;
}

const known = new WeakMap<Table, { writes: number; counts: Counts }>();

/** Counts the items, once for each state of the table. AWS brings these figures up to date every six hours or so. */
export async function count(database: Database, table: Table): Promise<Counts> {
  const writes = database.writes.get(table.name) ?? 0;
  const earlier = known.get(table);
  if (earlier?.writes === writes) return earlier.counts;
  const indexes = [...table.definition.GlobalSecondaryIndexes, ...table.definition.LocalSecondaryIndexes];
  const counts: Counts = { items: 0, bytes: 0, indexes: new Map() };
  for (const { IndexName } of indexes) counts.indexes.set(IndexName, { items: 0, bytes: 0 });
  for await (const item of scan(database.engine, table.name)) {
    const bytes = itemBytes(item);
    add(counts, bytes);
    for (const { IndexName, KeySchema } of indexes) {
      if (KeySchema.every(({ AttributeName }) => item[AttributeName]))
        add(counts.indexes.get(IndexName), bytes);
    }
  }
  known.set(table, { writes, counts });
  return counts;
}

function add(sum: Count | undefined, bytes: number): void {
  if (!sum) return;
  sum.items += 1;
  sum.bytes += bytes;
}

/** TableDescription of the API, with exact counts. */
export async function describe(database: Database, table: Table, status = 'ACTIVE'): Promise<object> {
  return description(table, await count(database, table), status);
}

export function description(table: Table, counts: Counts | undefined, status: string): object {
  const { definition, stream } = table;
  const { GlobalSecondaryIndexes: global, LocalSecondaryIndexes: local } = definition;
  const index = (each: IndexDefinition) => indexDescription(table, each, counts?.indexes.get(each.IndexName));
  return {
    AttributeDefinitions: definition.AttributeDefinitions,
    TableName: table.name,
    KeySchema: definition.KeySchema,
    TableStatus: status,
    CreationDateTime: table.created,
    ProvisionedThroughput: throughput(table.billing === 'PROVISIONED' ? table.throughput : undefined),
    TableSizeBytes: counts?.bytes ?? 0,
    ItemCount: counts?.items ?? 0,
    TableArn: table.arn,
    TableId: table.id,
    ...(table.billing === 'PAY_PER_REQUEST' ? onDemand(table) : {}),
    ...(local.length > 0 ? { LocalSecondaryIndexes: local.map(index) } : {}),
    ...(global.length > 0
      ? {
          GlobalSecondaryIndexes: global.map((each) => ({
            ...index(each),
            IndexStatus: status === 'CREATING' ? 'CREATING' : 'ACTIVE',
            ProvisionedThroughput: throughput(each.ProvisionedThroughput),
          })),
        }
      : {}),
    ...(stream ? streamDescription(stream) : {}),
    ...(table.tableClass ? { TableClassSummary: { TableClass: table.tableClass } } : {}),
    DeletionProtectionEnabled: table.deletionProtection,
  };
}

function indexDescription({ arn }: Table, index: IndexDefinition, counts: Count | undefined): object {
  const { IndexName, KeySchema, Projection } = index;
  return {
    IndexName,
    KeySchema,
    Projection,
    IndexSizeBytes: counts?.bytes ?? 0,
    ItemCount: counts?.items ?? 0,
    IndexArn: `${arn}/index/${IndexName}`,
  };
}

function throughput(given: Table['throughput']): object {
  const { ReadCapacityUnits = 0, WriteCapacityUnits = 0 } = given ?? {};
  return { NumberOfDecreasesToday: 0, ReadCapacityUnits, WriteCapacityUnits };
}

function onDemand({ created }: Table): object {
  return {
    BillingModeSummary: {
      BillingMode: 'PAY_PER_REQUEST',
      LastUpdateToPayPerRequestDateTime: created,
    },
    TableThroughputModeSummary: {
      TableThroughputMode: 'PAY_PER_REQUEST',
      LastUpdateToPayPerRequestDateTime: created,
    },
  };
}

function streamDescription({ arn, view }: NonNullable<Table['stream']>): object {
  return {
    StreamSpecification: { StreamEnabled: true, StreamViewType: view },
    LatestStreamLabel: arn.split('/stream/')[1],
    LatestStreamArn: arn,
  };
}
