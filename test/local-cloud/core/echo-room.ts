import { AwsError } from '../../../src/local-cloud/aws-error.ts';
import type { AwsRequest, AwsResponse, RunningService, Service } from '../../../src/local-cloud/contract.ts';

export interface EchoRoom extends Service {
  /** The calls that came, oldest first. */
  calls: AwsRequest[];
  /** What the next calls are answered with; an error is thrown. */
  answer: (request: AwsRequest) => AwsResponse | AwsError;
}

/** A room that keeps each call to the given services. */
export function echoRoom(services: string[], more: Partial<RunningService> = {}): EchoRoom {
  const room: EchoRoom = {
    name: 'echo',
    supports: {},
    calls: [],
    answer: () => ({ status: 200, body: '{}' }),
    start: async () => ({
      deploy: async () => {},
      close: async () => {},
      aws: Object.fromEntries(services.map((service) => [service, handle])),
      ...more,
    }),
  };
  const handle = async (request: AwsRequest) => {
    room.calls.push(request);
    const answer = room.answer(request);
    if (answer instanceof AwsError) throw answer;
    return answer;
  };
  return room;
}
