/** An id as API Gateway gives it at this time. */
export function requestIdAt(time: Date): string {
  return `${Math.floor(time.getTime() / 1000)}-JKJaXmPLvHcESHA=`;
}
