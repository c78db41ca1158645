/**
 * Reads what a function with `ReportBatchItemFailures` returned. `all` when the whole batch counts as failed: the answer is
 * no JSON object, or an identifier is empty, misspelt or not of this batch. Nothing, `null`, `{}` and an empty or absent list mean
 * that all went well (Lambda guide, "Success and failure conditions", 2026).
 */
export function failedItems(payload: string, ids: ReadonlySet<string>): 'all' | Set<string> {
  const answer = parse(payload);
  if (answer === null) return new Set();
  if (typeof answer !== 'object' || Array.isArray(answer)) return 'all';
  const failures = (answer as { batchItemFailures?: unknown }).batchItemFailures ?? [];
  if (!Array.isArray(failures)) return 'all';
  const failed = new Set<string>();
  for (const failure of failures) {
    const id: unknown = failure?.itemIdentifier;
    if (typeof id !== 'string' || !ids.has(id)) return 'all';
    failed.add(id);
  }
  return failed;
}

function parse(payload: string): unknown {
  try {
    return payload === '' ? null : JSON.parse(payload);
  } catch {
    return undefined;
  }
}
