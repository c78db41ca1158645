// The opposite of what infra/lib/storing-integration.ts writes: the seconds since the epoch of an HTTP API, or the
// milliseconds of a REST API, then the id that it gave.
const pattern = /^(\d{10})\d*-[\w=-]{10,44}$/;

/** When API Gateway gave this id to a request; nothing when it is none that API Gateway gives. */
export function timeOf(id: string): Date | undefined {
  const [, seconds] = pattern.exec(id) ?? [];
  return seconds ? new Date(Number(seconds) * 1000) : undefined;
}
