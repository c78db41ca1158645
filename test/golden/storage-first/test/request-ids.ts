/** An id as API Gateway gives it at this time. */
export function requestIdAt(time: Date): string {
  const digits = String(time.getTime());
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-8a43-9d5c-0f6f1c7a9b21`;
}
