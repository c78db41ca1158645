import type { AwsRequest, AwsResponse } from '../contract.ts';

/** Below it clients may rehearse calls: nothing is done, refused or recorded. No bucket can have this name. */
export const rehearsalPath = '/__rehearsal';

/** The answer to a rehearsed call, an empty document; `undefined` when the request is none. */
export function rehearsed({ path, headers }: AwsRequest): AwsResponse | undefined {
  if (!path.startsWith(`${rehearsalPath}/`)) return undefined;
  return { status: 200, headers: { 'content-type': headers['content-type'] ?? '' }, body: '{}' };
}
