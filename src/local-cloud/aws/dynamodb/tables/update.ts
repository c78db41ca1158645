import { AwsError } from '../../../aws-error.ts';
import type { AwsResponse } from '../../../contract.ts';
import { ok } from '../answers.ts';
import { type Database, saveTables } from '../database.ts';
import { validation } from '../errors.ts';
import type { AttributeDefinition, Call, Definition, IndexDefinition, Table, Throughput } from '../types.ts';
import { existing, multiAttributeText } from './actions.ts';
import { definitionOf, multiAttribute, streamArn, streamView } from './definition.ts';
import { describe } from './describe.ts';
import { itemsOf } from './engine-tables.ts';
import { misfits, openStream, rebuild } from './lifecycle.ts';

interface UpdateInput {
  AttributeDefinitions?: AttributeDefinition[];
  BillingMode?: string;
  ProvisionedThroughput?: Throughput;
  GlobalSecondaryIndexUpdates?: IndexUpdate[];
  StreamSpecification?: { StreamEnabled?: boolean; StreamViewType?: string };
  DeletionProtectionEnabled?: boolean;
  TableClass?: string;
  SSESpecification?: unknown;
  [member: string]: unknown;
}

interface IndexUpdate {
  Create?: IndexDefinition;
  Update?: { IndexName: string; ProvisionedThroughput: Throughput };
  Delete?: { IndexName: string };
}

const served = [
  'BillingMode',
  'ProvisionedThroughput',
  'GlobalSecondaryIndexUpdates',
  'StreamSpecification',
  'DeletionProtectionEnabled',
  'TableClass',
  'SSESpecification',
  'OnDemandThroughput',
  'WarmThroughput',
];

/** UpdateTable: the change is in place when the answer says UPDATING. */
export async function updateTable(database: Database, call: Call): Promise<AwsResponse> {
  const table = await existing(database, call);
  const input = call.input as UpdateInput;
  if (!served.some((member) => input[member] !== undefined)) {
    throw validation(
      'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or ' +
        'SSESpecification or ReplicaUpdates is required',
    );
  }
  const definition = input.GlobalSecondaryIndexUpdates?.length ? withIndexes(table, input) : undefined;
  checkBilling(table, input);
  if (definition) await checkItems(database, table, definition);
  updateStream(database, table, input.StreamSpecification);
  if (input.BillingMode === 'PAY_PER_REQUEST' || input.BillingMode === 'PROVISIONED') {
    table.billing = input.BillingMode;
  }
  table.throughput = input.ProvisionedThroughput ?? table.throughput;
  table.deletionProtection = input.DeletionProtectionEnabled ?? table.deletionProtection;
  table.tableClass = input.TableClass ?? table.tableClass;
  if (definition) await rebuild(database, table, definition);
  await saveTables(database);
  return ok({ TableDescription: await describe(database, table, 'UPDATING') });
}

function checkBilling(
  table: Table,
  { BillingMode: mode, ProvisionedThroughput: throughput }: UpdateInput,
): void {
  const billing = mode ?? table.billing;
  if (billing === 'PAY_PER_REQUEST' && throughput) {
    throw validation(
      'One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified ' +
        'when BillingMode is PAY_PER_REQUEST',
    );
  }
  if (mode === 'PROVISIONED' && !throughput) {
    throw validation(
      'One or more parameter values were invalid: ProvisionedThroughput must be specified when BillingMode is ' +
        'PROVISIONED',
    );
  }
}

/** The table's keys and indexes after the updates. One index a call comes or goes, as on AWS. */
function withIndexes(table: Table, input: UpdateInput): Definition {
  const updates = input.GlobalSecondaryIndexUpdates ?? [];
  if (updates.filter(({ Create, Delete }) => Create || Delete).length > 1) {
    throw new AwsError(
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    );
  }
  const indexes = new Map(table.definition.GlobalSecondaryIndexes.map((index) => [index.IndexName, index]));
  for (const { Create: create, Update: update, Delete: remove } of updates) {
    if (create) addIndex(indexes, create);
    const named = indexes.get(update?.IndexName ?? remove?.IndexName ?? '');
    if ((update || remove) && !named) {
      throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
    }
    if (remove) indexes.delete(remove.IndexName);
    if (update && named) indexes.set(update.IndexName, { ...named, ...update });
  }
  const attributes = [...(input.AttributeDefinitions ?? []), ...table.definition.AttributeDefinitions];
  const distinct = new Map(attributes.toReversed().map((each) => [each.AttributeName, each]));
  const definition = definitionOf({
    ...table.definition,
    AttributeDefinitions: [...distinct.values()],
    GlobalSecondaryIndexes: [...indexes.values()],
  });
  for (const { KeySchema } of definition.GlobalSecondaryIndexes) {
    const missing = KeySchema.filter(({ AttributeName }) => !distinct.has(AttributeName));
    if (missing.length > 0) {
      const keys = KeySchema.map(({ AttributeName }) => AttributeName).join(', ');
      throw validation(
        'One or more parameter values were invalid: Some index key attributes are not defined in ' +
          `AttributeDefinitions. Keys: [${keys}], AttributeDefinitions: [${[...distinct.keys()].join(', ')}]`,
      );
    }
  }
  return definition;
}

function addIndex(indexes: Map<string, IndexDefinition>, index: IndexDefinition): void {
  if (!Array.isArray(index.KeySchema) || index.KeySchema.length === 0 || !index.Projection?.ProjectionType) {
    throw validation(
      'One or more parameter values were invalid: an index needs KeySchema and Projection.ProjectionType',
    );
  }
  if (multiAttribute([index]).length > 0) throw validation(multiAttributeText(index.IndexName));
  if (indexes.has(index.IndexName)) {
    throw validation(`Attempting to create an index which already exists: ${index.IndexName}`);
  }
  indexes.set(index.IndexName, index);
}

/** AWS leaves items of another type out of the index; the engine would refuse the item. */
async function checkItems(database: Database, table: Table, definition: Definition): Promise<void> {
  const items = await itemsOf(database.engine, table.name);
  const [attribute] = misfits(items, definition, definition.GlobalSecondaryIndexes);
  if (attribute === undefined) return;
  throw validation(
    `The local cloud cannot build the index: items hold ${attribute} with another type than AttributeDefinitions say.`,
  );
}

function updateStream(database: Database, table: Table, wanted: UpdateInput['StreamSpecification']): void {
  if (!wanted) return;
  if (wanted.StreamEnabled && table.stream) {
    throw validation(`Table already has an enabled stream: TableName: ${table.name}`);
  }
  if (!wanted.StreamEnabled) {
    if (!table.stream) throw validation(`Table has no stream to disable: TableName: ${table.name}`);
    const log = database.streams.get(table.stream.arn);
    if (log) log.enabled = false;
    table.stream = undefined;
    return;
  }
  table.stream = { arn: streamArn(table.arn), view: streamView(wanted.StreamViewType) };
  openStream(database, table);
}
