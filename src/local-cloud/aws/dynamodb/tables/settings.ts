import type { AwsResponse } from '../../../contract.ts';
import { ok } from '../answers.ts';
import { type Database, saveTables } from '../database.ts';
import { validation } from '../errors.ts';
import type { Call, Table } from '../types.ts';
import { existing } from './actions.ts';
import { readExpiries } from './ttl.ts';

export async function updateTimeToLive(database: Database, call: Call): Promise<AwsResponse> {
  const table = await existing(database, call);
  const given = call.input.TimeToLiveSpecification as
    | { AttributeName?: unknown; Enabled?: unknown }
    | undefined;
  const { AttributeName: attribute, Enabled: enabled } = given ?? {};
  if (typeof attribute !== 'string' || attribute === '' || typeof enabled !== 'boolean') {
    throw validation('TimeToLiveSpecification needs AttributeName (1 to 255 characters) and Enabled');
  }
  if (enabled && table.ttl === attribute) throw validation('TimeToLive is already enabled');
  if (!enabled && table.ttl === undefined) throw validation('TimeToLive is already disabled');
  if (table.ttl !== undefined && table.ttl !== attribute) {
    throw validation(
      `TimeToLive is active on a different AttributeName: current AttributeName is ${table.ttl}`,
    );
  }
  await database.locks([{ name: table.name }], async () => {
    table.ttl = enabled ? attribute : undefined;
    await readExpiries(database, table);
  });
  await saveTables(database);
  return ok({ TimeToLiveSpecification: { AttributeName: attribute, Enabled: enabled } });
}

export async function describeTimeToLive(database: Database, call: Call): Promise<AwsResponse> {
  const { ttl } = await existing(database, call);
  return ok({
    TimeToLiveDescription:
      ttl === undefined
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName: ttl },
  });
}

/** Answers as AWS does; nothing is backed up, so nothing can be restored. */
export async function describeContinuousBackups(database: Database, call: Call): Promise<AwsResponse> {
  return ok({ ContinuousBackupsDescription: backups(await existing(database, call)) });
}

export async function updateContinuousBackups(database: Database, call: Call): Promise<AwsResponse> {
  const table = await existing(database, call);
  const given = call.input.PointInTimeRecoverySpecification as
    | { PointInTimeRecoveryEnabled?: unknown }
    | undefined;
  if (typeof given?.PointInTimeRecoveryEnabled !== 'boolean') {
    throw validation('PointInTimeRecoverySpecification needs PointInTimeRecoveryEnabled');
  }
  table.pointInTimeRecovery = given.PointInTimeRecoveryEnabled;
  await saveTables(database);
  return ok({ ContinuousBackupsDescription: backups(table) });
}

function backups({ pointInTimeRecovery, created }: Table): object {
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: pointInTimeRecovery
      ? {
          PointInTimeRecoveryStatus: 'ENABLED',
          RecoveryPeriodInDays: 35,
          EarliestRestorableDateTime: created,
          LatestRestorableDateTime: Date.now() / 1000,
        }
      : { PointInTimeRecoveryStatus: 'DISABLED' },
  };
}
