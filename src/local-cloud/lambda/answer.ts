import type { FromRuntime } from './protocol.ts';

/** Answer to one event. `memory` is in bytes; `ended` says that the environment is gone with it. */
export interface Answer {
  kind: 'done' | 'failed' | 'malformed';
  payload: string;
  memory?: number;
  ended?: boolean;
}

/** The answer that a message of the runtime stands for. */
export function answerOf(message: FromRuntime): Answer {
  switch (message[0]) {
    case 'done':
    case 'failed':
      return { kind: message[0], payload: message[1], memory: message[2] };
    case 'malformed':
      return { kind: 'malformed', payload: message[1] };
    case 'fatal':
      return { kind: 'failed', payload: message[1], ended: true };
    case 'initFailed':
      return { kind: 'failed', payload: message[1], ended: true };
    default:
      return { kind: 'done', payload: '' };
  }
}

/** The platform's own answers, when the runtime is gone (Lambda guide, "Troubleshoot invocation issues", 2026). */
export function exitAnswer(requestId: string, status: number, outOfMemory: boolean): Answer {
  const reason = outOfMemory
    ? 'Runtime exited with error: signal: killed'
    : status === 0
      ? 'Runtime exited without providing a reason'
      : `Runtime exited with error: exit status ${status}`;
  return endedAnswer('Runtime.ExitError', requestId, reason);
}

/** The request id is filled in later when the answer is that of an initialisation, which has none. */
export function endedAnswer(errorType: string, requestId: string, reason: string): Answer {
  const errorMessage = `RequestId: ${requestId || requestIdMark} Error: ${reason}`;
  return { kind: 'failed', payload: JSON.stringify({ errorType, errorMessage }), ended: true };
}

/** Stands for the request id in the error document of a failed initialisation. */
export const requestIdMark = '{request-id}';
