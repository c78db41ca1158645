/** Error documents of the Node.js runtime: `{ errorType, errorMessage, trace }` (Lambda guide, "Function errors", 2026). */

/** An error of the runtime itself, whose type differs from the class name. */
export class RuntimeError extends Error {
  constructor(type: string, message: string, cause?: unknown) {
    super(message);
    this.name = type;
    if (cause instanceof Error && cause.stack) this.stack = `${type}: ${message}\n${cause.stack}`;
  }
}

/** JSON text of what a handler threw or rejected with; plain values keep their type's name. */
export function errorPayload(error: unknown): string {
  if (isError(error)) {
    return JSON.stringify({
      errorType: String(error.name),
      errorMessage: String(error.message),
      trace: (error.stack ?? `${error.name}: ${error.message}`).split('\n'),
    });
  }
  const value = error ?? 'handled';
  return JSON.stringify({ errorType: typeof value, errorMessage: text(value), trace: [] });
}

/** JSON text for a rejection that no one handled. */
export function rejectionPayload(reason: unknown): string {
  const error = new RuntimeError('Runtime.UnhandledPromiseRejection', text(reason), reason);
  return errorPayload(error);
}

/** Errors may come from another realm (`node:vm`), so the shape counts and not the class. */
function isError(value: unknown): value is Error {
  return (
    typeof value === 'object' && value !== null && 'message' in value && 'name' in value && 'stack' in value
  );
}

function text(value: unknown): string {
  try {
    return String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
