/** A batch never exceeds the request cap of an invocation (Lambda guide, "Batching behavior", 2026). */
const maxBatchBytes = 6_000_000;

/** How many of the records, at least one and at most `max`, fit into one event. */
export function fitting(records: readonly object[], max: number): number {
  let bytes = 0;
  for (let count = 0; count < Math.min(records.length, max); count++) {
    bytes += Buffer.byteLength(JSON.stringify(records[count]));
    if (bytes > maxBatchBytes) return Math.max(1, count);
  }
  return Math.min(records.length, max);
}
