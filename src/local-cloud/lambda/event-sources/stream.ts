import { type Bell, createBell } from './bell.ts';
import { shardEnd } from './positions.ts';
import { pollMs, readShard, type StreamParts } from './shard.ts';

/**
 * Reads all shards of a stream until the signal aborts; shards that appear later are read from their beginning. The records of
 * a shard wait until those of its parents are handled, so that keys keep their order when shards are split or merged (Kinesis
 * developer guide, "Data routing, data persistence, and shard state after a reshard", 2026).
 */
export async function pollStream(parts: StreamParts): Promise<void> {
  const { source, mapping, signal } = parts;
  const bell = createBell(signal);
  const unsubscribe = source.subscribe(mapping().sourceArn, bell.ring);
  signal.addEventListener('abort', unsubscribe, { once: true });
  const known = new Set<string>();
  const finished = new Set<string>();
  for (let isFirst = !parts.hasBegun; !signal.aborted; isFirst = false) {
    const { rings } = bell;
    const shards = await source.shards(mapping().sourceArn);
    const there = new Set(shards.map(({ id }) => id));
    const start = isFirst ? mapping().startingPosition : 'TRIM_HORIZON';
    for (const { id, parents } of shards) {
      if (known.has(id)) continue;
      const position = parts.position(id) ?? start;
      // Nothing of the parents is read when the mapping begins at the end of all.
      const waits = position !== 'LATEST' && parents.some((each) => there.has(each) && !finished.has(each));
      if (waits) continue;
      known.add(id);
      if (position === shardEnd) finished.add(id);
      else read(parts, id, position, bell, finished);
    }
    await bell.wait(pollMs, rings);
  }
}

function read(parts: StreamParts, shard: string, position: string, bell: Bell, finished: Set<string>): void {
  const end = () => {
    if (parts.signal.aborted) return;
    finished.add(shard);
    bell.ring();
  };
  readShard(parts, shard, position, bell).then(end).catch(parts.onError);
}
