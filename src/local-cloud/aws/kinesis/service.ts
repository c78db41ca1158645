/** Kinesis Data Streams: the streams of the templates and those made by calls. */
import type { AwsRequest, Cloud, RunningService, Service } from '../../contract.ts';
import { type Clock, systemClock } from '../clock.ts';
import { jsonApi } from '../protocol/json.ts';
import { keepStreams } from './persist.ts';
import { putOperations } from './put.ts';
import { readOperations } from './read.ts';
import { shardOperations } from './shard-operations.ts';
import { snapshotOf } from './snapshot.ts';
import { streamSource } from './source.ts';
import { deployStreams, type Room } from './store.ts';
import type { Stream } from './stream.ts';
import { streamOperations } from './stream-operations.ts';
import { supports } from './supports.ts';

/** The room over a clock of one's own. */
export const createKinesis = (clock: Clock): Service => ({
  name: 'kinesis',
  supports,
  start: (cloud) => startKinesis(cloud, clock),
});

export const kinesis: Service = createKinesis(systemClock);

async function startKinesis(cloud: Cloud, clock: Clock): Promise<RunningService> {
  const room: Room = { cloud, clock, streams: new Map() };
  const retired = new Map<string, Stream>();
  const kept = keepStreams(room, retired);
  await kept.load();
  const answer = jsonApi('1.1', {
    ...streamOperations(room),
    ...shardOperations(room),
    ...putOperations(room),
    ...readOperations(room),
  });
  const serve = async (request: AwsRequest) => {
    try {
      return await answer(request);
    } finally {
      if (!/^(Get|List|Describe)/.test(request.action)) kept.changed();
    }
  };
  return {
    deploy: async () => deployStreams(room, retired),
    aws: { kinesis: serve },
    streams: streamSource(room),
    reset: async () => {
      const former = [...room.streams.values()];
      room.streams.clear();
      retired.clear();
      deployStreams(room, retired);
      kept.changed();
      for (const { arn, listeners } of former) Object.assign(room.streams.get(arn) ?? {}, { listeners });
    },
    snapshot: async () => ({ streams: snapshotOf(room) }),
    close: async () => {
      await kept.close();
      room.streams.clear();
    },
  };
}
