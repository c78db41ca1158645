/** Whether a request that is not in the table may be waiting: never, as API Gateway stores it there. */
export function mayWait(_id: string): boolean {
  return false;
}
