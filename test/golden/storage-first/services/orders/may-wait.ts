import { timeOf } from "./request-id.ts";
import { daysToWait } from "./waiting.ts";

const day = 24 * 60 * 60 * 1000;
/** Clocks of API Gateway and of Lambda may differ by so much. */
const minute = 60 * 1000;

/**
 * Whether a request of this id, which nobody has worked off, may be waiting. API Gateway stores it where nobody can look
 * it up; what tells is the age of the id.
 */
export function mayWait(id: string): boolean {
  const acceptedAt = timeOf(id);
  if (!acceptedAt) return false;
  const age = Date.now() - acceptedAt.getTime();
  return age > -minute && age < daysToWait * day;
}
