import { timeOf } from "./request-id.ts";
import { daysToTry, daysToWait } from "./waiting.ts";

const day = 24 * 60 * 60 * 1000;
/** Clocks of API Gateway and of Lambda may differ by so much. */
const minute = 60 * 1000;

/**
 * Whether a request of this id, which nobody has worked off, may be waiting. API Gateway stores it where nobody can look
 * it up; what tells is the age of the id.
 */
export function mayWait(id: string): boolean {
  const age = ageOf(id);
  return age > -minute && age < daysToWait * day;
}

/** Whether nobody tries to work it off any more, until somebody puts it back. */
export const isGivenUp = (id: string, _item: unknown): boolean => ageOf(id) >= daysToTry * day;

/** Milliseconds; not a number when the id is none of API Gateway's. */
const ageOf = (id: string): number => Date.now() - (timeOf(id)?.getTime() ?? Number.NaN);
