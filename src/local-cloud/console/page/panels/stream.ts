import type { App } from '../app.ts';
import { block, facts, h } from '../dom.ts';
import { clock, oneLine, pretty } from '../text.ts';
import { readersOf } from './readers.ts';

interface Shard {
  id: string;
  open: boolean;
  records: number;
  lastSequenceNumber?: string;
  latest: { sequenceNumber: string; partitionKey: string; data: string; arrivedAt: number }[];
}

interface Stream {
  name: string;
  arn: string;
  mode: string;
  openShards: number;
  shards: Shard[];
}

/** Shards with their positions and those of their readers, and the latest records. */
export function streamPanel(stream: Stream, app: App): HTMLElement[] {
  const readers = readersOf(app, stream.arn);
  return [
    facts([
      ['Mode', stream.mode],
      ['Open shards', stream.openShards],
    ]),
    ...stream.shards.flatMap((shard) => [
      h('h3', {}, `${shard.id}${shard.open ? '' : ' (closed)'}`),
      facts([
        ['Records', shard.records],
        ['Last sequence number', shard.lastSequenceNumber ?? 'none'],
        ...readers.map((reader): [string, string] => [
          `${app.store.label(reader.function)} is at`,
          reader.positions.find((each) => each.shard === shard.id)?.position ?? 'not started',
        ]),
      ]),
      ...(shard.latest.length > 0 ? [records(shard)] : []),
    ]),
  ];
}

const records = ({ latest }: Shard) =>
  h(
    'table',
    {},
    h('thead', {}, h('tr', {}, ...['arrived', 'key', 'data'].map((name) => h('th', { scope: 'col' }, name)))),
    h(
      'tbody',
      {},
      ...latest
        .toReversed()
        .map(({ sequenceNumber, partitionKey, data, arrivedAt }) =>
          h(
            'tr',
            {},
            h('td', { className: 'mono' }, clock(arrivedAt)),
            h('td', { className: 'mono' }, partitionKey),
            h(
              'td',
              { className: 'mono' },
              h(
                'details',
                { 'data-key': sequenceNumber },
                h('summary', { 'data-key': `${sequenceNumber}-summary` }, oneLine(data, 90)),
                block(`${sequenceNumber}\n\n${pretty(data)}`, 'Record'),
              ),
            ),
          ),
        ),
    ),
  );
