import type { AwsResponse } from '../../../contract.ts';
import { ok } from '../answers.ts';
import { type Database, saveTables } from '../database.ts';
import { validation } from '../errors.ts';
import type { Call, Table, Throughput } from '../types.ts';
import { existing } from './actions.ts';
import { streamArn, streamView } from './definition.ts';
import { describe } from './describe.ts';
import { type IndexInput, indexUpdates, withIndexes } from './index-updates.ts';
import { closeStream, openStream, rebuild } from './lifecycle.ts';

interface UpdateInput extends IndexInput {
  BillingMode?: string;
  ProvisionedThroughput?: Throughput;
  StreamSpecification?: { StreamEnabled?: boolean; StreamViewType?: string };
  DeletionProtectionEnabled?: boolean;
  TableClass?: string;
  SSESpecification?: unknown;
  [member: string]: unknown;
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
  const definition = indexUpdates(input).length > 0 ? withIndexes(table, input) : undefined;
  checkBilling(table, input);
  if (definition) await rebuild(database, table, definition);
  updateStream(database, table, input.StreamSpecification);
  if (input.BillingMode === 'PAY_PER_REQUEST' || input.BillingMode === 'PROVISIONED') {
    table.billing = input.BillingMode;
  }
  table.throughput = input.ProvisionedThroughput ?? table.throughput;
  table.deletionProtection = input.DeletionProtectionEnabled ?? table.deletionProtection;
  table.tableClass = input.TableClass ?? table.tableClass;
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

function updateStream(database: Database, table: Table, wanted: UpdateInput['StreamSpecification']): void {
  if (!wanted) return;
  if (wanted.StreamEnabled && table.stream) {
    throw validation(`Table already has an enabled stream: TableName: ${table.name}`);
  }
  if (!wanted.StreamEnabled) {
    if (!table.stream) throw validation(`Table has no stream to disable: TableName: ${table.name}`);
    closeStream(database, table.stream.arn);
    table.stream = undefined;
    return;
  }
  table.stream = { arn: streamArn(table.arn), view: streamView(wanted.StreamViewType) };
  openStream(database, table);
}
