import type { AwsRequest, AwsResponse, Service } from '../../../src/local-cloud/contract.ts';

/** A room that answers calls to AWS services as a test says and keeps them; it asks IAM as the real one would. */
export interface Recorder {
  service: Service;
  calls: AwsRequest[];
  last(): AwsRequest;
  /** What the next calls get; `{}` with 200 at first. */
  answer: AwsResponse;
}

export function recorder(
  names: readonly string[],
  action: (request: AwsRequest) => [string, string],
): Recorder {
  const calls: AwsRequest[] = [];
  const made: Recorder = {
    calls,
    last: () => calls.at(-1)!,
    answer: { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: '{}' },
    service: {
      name: 'recorder',
      supports: {},
      start: async (cloud) => {
        const handle = async (request: AwsRequest) => {
          cloud.authorize(request.caller, ...action(request));
          calls.push(request);
          return made.answer;
        };
        return {
          deploy: async () => undefined,
          close: async () => undefined,
          aws: Object.fromEntries(names.map((name) => [name, handle])),
        };
      },
    },
  };
  return made;
}
