import { AwsError } from '../aws-error.ts';
import type { InvokeResult } from '../contract.ts';
import { type Answer, requestIdMark } from './answer.ts';
import type { LambdaFunction } from './functions.ts';

/** Response cap of a synchronous invocation, 6 MB and 100 bytes as the service's error states it (Lambda quotas, 2026). */
const maxResponseBytes = 6_291_556;

/** Result or error document; throws for payloads that are no JSON. */
export function outcome(
  { kind, payload }: Answer,
  requestId: string,
): Pick<InvokeResult, 'payload' | 'error'> {
  if (kind === 'malformed') {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${payload}`,
      400,
    );
  }
  if (kind === 'failed') return { payload: payload.replace(requestIdMark, requestId), error: 'Unhandled' };
  if (payload.length * 3 > maxResponseBytes && Buffer.byteLength(payload) > maxResponseBytes) {
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${maxResponseBytes} bytes).`;
    return {
      payload: JSON.stringify({ errorType: 'Function.ResponseSizeTooLarge', errorMessage }),
      error: 'Unhandled',
    };
  }
  return { payload };
}

/** Beyond the reserved concurrency. */
export function throttled(): AwsError {
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, {
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    Type: 'User',
  });
}

/** The REPORT line of an invocation. */
export function report(
  fn: LambdaFunction,
  requestId: string,
  duration: number,
  { memory = 0 }: Answer,
): string {
  return [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${duration.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(duration)} ms`,
    `Memory Size: ${fn.memoryMb} MB`,
    `Max Memory Used: ${Math.ceil(memory / 1_048_576)} MB`,
  ].join('\t');
}
