// The opposite of what infra/lib/storing-integration.ts writes: the seconds since the epoch, with or without decimals of
// milliseconds, then the id that the HTTP API gave.
const pattern = /^(\d{10})\d*-[\w=-]{10,44}$/;

/** When API Gateway gave this id to a request; nothing when it is none that API Gateway gives. */
export function timeOf(id: string): Date | undefined {
  const [, seconds] = pattern.exec(id) ?? [];
  return seconds ? new Date(Number(seconds) * 1000) : undefined;
}
