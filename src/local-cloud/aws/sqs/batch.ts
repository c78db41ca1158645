import { AwsError } from '../../aws-error.ts';
import type { Properties } from '../../contract.ts';
import { queryCode } from './errors.ts';

/** SQS quotas, 2026. */
const mostEntries = 10;

/**
 * Runs a batch: each entry succeeds or fails for itself.
 * @throws AwsError when the batch as a whole is wrong: no entry, too many, bad or repeated ids
 */
export function runBatch(entries: unknown, run: (entry: Properties) => Properties | undefined): Properties {
  const successful: Properties[] = [];
  const failed: Properties[] = [];
  for (const entry of checkBatch(entries)) {
    try {
      successful.push({ Id: entry.Id, ...run(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({
        Id: entry.Id,
        SenderFault: error.status < 500,
        Code: queryCode(error),
        Message: error.message,
      });
    }
  }
  return { Successful: successful, Failed: failed };
}

export function checkBatch(given: unknown): Properties[] {
  const entries: Properties[] = Array.isArray(given) ? given.filter((entry) => entry) : [];
  if (entries.length === 0) {
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  }
  if (entries.length > mostEntries) {
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${mostEntries}. You have sent ${entries.length}.`,
    );
  }
  if (entries.some(({ Id }) => typeof Id !== 'string' || !/^[\w-]{1,80}$/.test(Id))) {
    throw new AwsError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  }
  const ids = entries.map(({ Id }) => Id);
  const repeated = ids.find((id, at) => ids.indexOf(id) !== at);
  if (repeated !== undefined) {
    throw new AwsError('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`);
  }
  return entries;
}
