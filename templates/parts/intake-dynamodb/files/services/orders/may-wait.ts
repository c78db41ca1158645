import { daysToTry } from "./waiting.ts";

const day = 24 * 60 * 60 * 1000;

/** Whether a request that is not in the table may be waiting: never, as API Gateway stores it there. */
export function mayWait(_id: string): boolean {
  return false;
}

/** Whether the stream no longer has what waits in the table, so that nobody works it off until somebody puts it back. */
export function isGivenUp(_id: string, item: Record<string, unknown> = {}): boolean {
  const { createdAt, redrivenAt = createdAt } = item;
  return Date.now() - Number(redrivenAt) >= daysToTry * day;
}
