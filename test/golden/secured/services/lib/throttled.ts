/**
 * Names of errors that mean a limit of DynamoDB's was reached, and codes of such reasons of a cancelled transaction. The SDK
 * tries again what fails with such an error, and hands on a transaction that was cancelled:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
const limits = new Set([
  "ThrottlingError",
  "ThrottlingException",
  "ProvisionedThroughputExceeded",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
]);

/** Whether DynamoDB has refused something because there was too much of it at once: later it may go well. */
export function isThrottled(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, CancellationReasons = [] }: Error & { CancellationReasons?: { Code?: string }[] } = error;
  return limits.has(name) || CancellationReasons.some(({ Code = "" }) => limits.has(Code));
}
