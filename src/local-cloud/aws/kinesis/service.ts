/** Kinesis Data Streams: the streams of the templates and those made by calls. */
import type { Cloud, RunningService, Service } from '../../contract.ts';
import { type Clock, systemClock } from '../clock.ts';
import { jsonApi } from '../protocol/json.ts';
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
  start: async (cloud) => startKinesis(cloud, clock),
});

export const kinesis: Service = createKinesis(systemClock);

function startKinesis(cloud: Cloud, clock: Clock): RunningService {
  const room: Room = { cloud, clock, streams: new Map() };
  const retired = new Map<string, Stream>();
  const serve = jsonApi('1.1', {
    ...streamOperations(room),
    ...shardOperations(room),
    ...putOperations(room),
    ...readOperations(room),
  });
  return {
    deploy: async () => deployStreams(room, retired),
    aws: { kinesis: serve },
    streams: streamSource(room),
    reset: async () => {
      const former = [...room.streams.values()];
      room.streams.clear();
      retired.clear();
      deployStreams(room, retired);
      for (const { arn, listeners } of former) Object.assign(room.streams.get(arn) ?? {}, { listeners });
    },
    snapshot: async () => ({ streams: snapshotOf(room) }),
    close: async () => room.streams.clear(),
  };
}
