import { isObject } from '../../event-pattern-operators.ts';
import type { Mapping, SourceRecord } from './mapping.ts';

/**
 * Whether a record passes the filters of its mapping: without filters always, else when one of them matches. The data of
 * SQS (`body`) and Kinesis (`data`) must have the format that the pattern expects of it, JSON or plain text; a pattern that says
 * nothing of the data looks at the other fields alone (Lambda guide, "Control which events Lambda sends to your function", 2026).
 */
export function passes({ kind, filters }: Mapping, record: SourceRecord): boolean {
  if (filters.length === 0) return true;
  if (kind === 'dynamodb') return filters.some(({ match }) => match(record));
  const field = kind === 'sqs' ? 'body' : 'data';
  const text = kind === 'sqs' ? String(record.body) : Buffer.from(record.kinesis.data, 'base64').toString();
  const parsed = parse(text);
  const fields = kind === 'sqs' ? record : { ...record, ...record.kinesis };
  return filters.some(({ match, pattern }) => {
    const wantsJson = isObject(pattern[field]);
    if (pattern[field] !== undefined && wantsJson !== (parsed !== undefined)) return false;
    return match({ ...fields, [field]: parsed ?? text });
  });
}

/** Objects and arrays count as JSON; a bare number or word is plain text. */
function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
