import { AwsError } from '../aws-error.ts';

/** Request caps in bytes: 6 MB for synchronous and 1 MB for asynchronous invocations (Lambda quotas, 2026). */
const caps = { request: 6_291_456, event: 1_048_576 } as const;

/** Throws `RequestEntityTooLargeException` for a payload over the cap of its kind of invocation. */
export function checkPayload(payload: string, type: keyof typeof caps): void {
  const cap = caps[type];
  // No character takes more than three bytes a code unit, so that only long texts are counted.
  if (payload.length * 3 <= cap || Buffer.byteLength(payload) <= cap) return;
  throw new AwsError(
    'RequestEntityTooLargeException',
    `Request must be smaller than ${cap} bytes for the InvokeFunction operation`,
    413,
    { Type: 'User' },
  );
}
