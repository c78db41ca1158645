/** What the console page and its server say to each other: types alone, as both sides are programs of their own. */
import type { Site, TraceEvent } from '../contract.ts';

export type { TraceEvent };

/** What the page shows at its head. */
export interface Overview {
  /** Name of the project's folder. */
  project: string;
  endpoint: string;
  sites: { key: string; title: string; kind: Site['kind']; hosts: string[]; url?: string }[];
  /** Names of the rooms that run. */
  rooms: string[];
  resources: number;
  differences: Differences;
}

/** Where the local cloud differs from AWS, one line each. */
export interface Differences {
  notices: string[];
  simpler: string[];
  withoutEffect: string[];
}

export type NodeKind =
  | 'distribution'
  | 'edge-function'
  | 'api'
  | 'pool'
  | 'function'
  | 'queue'
  | 'stream'
  | 'bus'
  | 'rule'
  | 'topic'
  | 'state-machine'
  | 'firehose'
  | 'table'
  | 'bucket';

/** A behaviour of a distribution or a route of an API: edges leave from it. */
export interface Port {
  id: string;
  text: string;
}

export interface PictureNode {
  /** `<stack>/<logical id>`. */
  id: string;
  kind: NodeKind;
  /** Short name for a person, from the construct path. */
  name: string;
  stack: string;
  ports: Port[];
  /** Names under which trace events speak of it: physical name, site key, ARN. */
  aliases: string[];
  arn: string;
  /** What `Ref` gives. */
  ref: string;
}

export type EdgeKind = 'request' | 'authorizer' | 'event' | 'access' | 'failure';

export interface PictureEdge {
  from: string;
  /** Id of the port that it leaves from. */
  port?: string;
  to: string;
  kind: EdgeKind;
  /** What goes along it: `PutItem, Query`, a batch, a pattern. */
  text: string;
}

/** The project as its templates draw it. */
export interface Picture {
  /** Another number is another synth. */
  version: number;
  nodes: PictureNode[];
  edges: PictureEdge[];
}

/** What `detail` of a `request` event holds: enough to send it again. */
export interface RequestDetail {
  request: [name: string, value: string][];
  response: [name: string, value: string][];
  /** Absent when there is none, or when it is too large to be kept. */
  body?: KeptBody;
  responseBody?: KeptBody;
  /** It asks whether another request may be sent (CORS). */
  preflight?: boolean;
}

export interface KeptBody {
  text: string;
  encoding: 'utf8' | 'base64';
  /** Bytes of the whole body, where `text` is only its start. */
  cutFrom?: number;
}

/** A page of items or objects. */
export interface Rows {
  rows: Record<string, unknown>[];
  /** Where the next page starts; absent on the last one. */
  next?: string;
}

/** What the page asks the server to send. */
export type Message =
  | { to: 'queue'; arn: string; body: string; groupId?: string }
  | { to: 'stream'; arn: string; body: string; partitionKey: string }
  | { to: 'bus'; arn: string; source: string; detailType: string; body: string }
  | { to: 'topic'; arn: string; body: string };

/** The outcome of an action of the page. */
export interface Sent {
  traceId: string;
  /** One line for a person. */
  text: string;
}
