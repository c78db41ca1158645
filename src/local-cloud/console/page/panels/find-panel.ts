import type { PictureNode } from '../../views.ts';
import type { Panels } from '../store.ts';

/** Room, panel and the member that names the thing, by kind of node. */
const places: Partial<Record<PictureNode['kind'], [room: string, panel: string, name: string]>> = {
  table: ['dynamodb', 'tables', 'arn'],
  queue: ['sqs', 'queues', 'arn'],
  stream: ['kinesis', 'streams', 'arn'],
  bus: ['events', 'eventBuses', 'arn'],
  topic: ['sns', 'topics', 'arn'],
  'state-machine': ['step-functions', 'stateMachines', 'arn'],
  bucket: ['s3', 'buckets', 'name'],
  pool: ['cognito', 'userPools', 'id'],
  function: ['lambda', 'functions', 'name'],
};

/** What the room of a node says of it at the moment. */
// biome-ignore lint/suspicious/noExplicitAny: each panel is the room's own.
export function findPanel(panels: Panels, node: PictureNode): any {
  const place = places[node.kind];
  if (!place) return undefined;
  const [room, panel, name] = place;
  return panels[room]?.[panel]?.find((each: Record<string, string>) =>
    node.aliases.includes(each[name] ?? ''),
  );
}

/** One figure that tells the state of a node: items, depth, records. */
export function figureOf(panels: Panels, node: PictureNode): { text: string; bad?: boolean } | undefined {
  const panel = findPanel(panels, node);
  if (!panel) return undefined;
  switch (node.kind) {
    case 'table':
      return { text: `${panel.itemCount} items` };
    case 'queue': {
      const waiting = panel.visible + panel.delayed;
      const flying = panel.inFlight > 0 ? ` + ${panel.inFlight}` : '';
      return { text: `${waiting}${flying} msg`, bad: panel.deadLettersOf?.length > 0 && waiting > 0 };
    }
    case 'stream':
      return {
        text: `${panel.shards.reduce((sum: number, shard: { records: number }) => sum + shard.records, 0)} records`,
      };
    case 'state-machine':
      return { text: `${panel.counts.RUNNING ?? 0} running`, bad: panel.counts.FAILED > 0 };
    case 'bucket':
      return panel.outage ? { text: 'down', bad: true } : { text: `${panel.count} objects` };
    case 'pool':
      return { text: `${panel.count} users` };
    case 'function':
      return panel.environments > 0 ? { text: `${panel.environments} warm` } : undefined;
    default:
      return undefined;
  }
}
