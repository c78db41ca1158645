// The opposite of what infra/lib/storing-integration.ts writes: the first twelve decimals of the milliseconds since the
// epoch, then what makes the id one of its own.
const pattern = /^(\d{8})-(\d{4})-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** When API Gateway gave this id to a request; nothing when it is none that API Gateway gives. */
export function timeOf(id: string): Date | undefined {
  const [, first, second] = pattern.exec(id) ?? [];
  return first && second ? new Date(Number(first + second) * 10) : undefined;
}
