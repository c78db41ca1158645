import type { NodeKind } from '../views.ts';

/** What a kind of node is called. */
export const kindNames: Record<NodeKind, string> = {
  distribution: 'CloudFront distribution',
  'edge-function': 'CloudFront function',
  api: 'API',
  pool: 'user pool',
  function: 'function',
  queue: 'queue',
  stream: 'stream',
  bus: 'event bus',
  rule: 'rule',
  topic: 'topic',
  'state-machine': 'state machine',
  firehose: 'Firehose',
  table: 'table',
  bucket: 'bucket',
};
