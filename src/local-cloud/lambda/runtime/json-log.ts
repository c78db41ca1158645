/**
 * Lines of a function with the JSON log format, as Lambda's Node.js runtime writes them (Lambda guide, "Using Lambda advanced
 * logging controls with Node.js", 2026; the keys and their order are those of its runtime interface client).
 */
import { format } from 'node:util';

/** One console call as a JSON document: `{ timestamp, level, requestId, message }`, and of an error its type and stack. */
export function jsonLine(level: string, requestId: string, values: readonly unknown[]): string {
  const line: Record<string, unknown> = {
    timestamp: new Date().toISOString(),
    level,
    ...(requestId === '' ? {} : { requestId }),
  };
  if (values.length === 1) {
    try {
      return JSON.stringify({ ...line, message: values[0] }, plainErrors);
    } catch {
      // A circle, or a value that JSON has no form for.
      return JSON.stringify({ ...line, message: format(values[0]) });
    }
  }
  const error = values.find((value) => value instanceof Error);
  return JSON.stringify({ ...line, message: format(...values), ...(error && errorParts(error)) });
}

const plainErrors = (_: string, value: unknown): unknown =>
  value instanceof Error ? { ...errorParts(value), ...value } : value;

const errorParts = (error: Error) => ({
  errorType: error.constructor?.name ?? 'UnknownError',
  errorMessage: error.message,
  stackTrace: typeof error.stack === 'string' ? error.stack.split('\n') : [],
});
