import type { Site, TraceEvent } from '../contract.ts';
import type { ConsoleOptions } from './server.ts';

/** What the page shows at its head. */
export interface Overview {
  endpoint: string;
  sites: { key: string; title: string; kind: Site['kind']; hosts: string[]; url?: string }[];
  /** Names of the rooms that run. */
  rooms: string[];
  resources: number;
}

/** A resource as a row of the page. */
export interface ResourceView {
  stack: string;
  logicalId: string;
  type: string;
  path: string;
  arn: string;
  ref: string;
  region: string;
  properties: unknown;
}

type View = (query: URLSearchParams) => unknown;

/** The views of the data API by the last part of their path. */
export function consoleData({ cloud, log, rooms, sites }: ConsoleOptions): ReadonlyMap<string, View> {
  return new Map<string, View>(
    Object.entries({
      overview: (): Overview => ({
        endpoint: cloud.endpoint,
        sites: sites().map(({ key, title, kind, hosts }) => ({
          key,
          title,
          kind,
          hosts,
          url: cloud.localUrl(key),
        })),
        rooms: [...rooms.keys()],
        resources: cloud.model.resources.length,
      }),
      resources: (): ResourceView[] =>
        cloud.model.resources.map(({ stack, logicalId, type, path, arn, ref, region, properties }) => ({
          stack,
          logicalId,
          type,
          path,
          arn,
          ref,
          region,
          properties,
        })),
      trace: (query: URLSearchParams): TraceEvent[] => {
        const traceId = query.get('traceId');
        return traceId === null ? log.events() : log.events().filter((event) => event.traceId === traceId);
      },
      snapshot: async () => {
        const panels = await Promise.all(
          [...rooms].map(async ([name, room]) => [name, await room.snapshot?.()] as const),
        );
        return Object.fromEntries(panels.filter(([, panel]) => panel !== undefined));
      },
    }),
  );
}
