import { basename } from 'node:path';
import type { TraceEvent } from '../contract.ts';
import { pictureOf } from './picture/picture.ts';
import { rowsOf } from './rows.ts';
import type { ConsoleOptions } from './server.ts';
import type { Overview, Picture } from './views.ts';

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
export function consoleData({
  cloud,
  log,
  rooms,
  sites,
  differences,
}: ConsoleOptions): ReadonlyMap<string, View> {
  const rows = rowsOf(cloud, rooms);
  let drawn: { model: unknown; picture: Picture } | undefined;
  const picture = (): Picture => {
    const { model } = cloud;
    if (drawn?.model !== model) {
      drawn = { model, picture: pictureOf(model, sites(), (drawn?.picture.version ?? 0) + 1) };
    }
    return drawn.picture;
  };
  const panels = async () => {
    const all = await Promise.all(
      [...rooms].map(async ([name, room]) => [name, await room.snapshot?.()] as const),
    );
    return Object.fromEntries(all.filter(([, panel]) => panel !== undefined));
  };
  return new Map<string, View>(
    Object.entries({
      overview: (): Overview => ({
        project: basename(cloud.root),
        endpoint: cloud.endpoint,
        sites: sites().map(({ key, title, kind, hosts, basePath = '' }) => {
          const url = cloud.localUrl(key);
          return { key, title, kind, hosts, url: url && url + basePath };
        }),
        rooms: [...rooms.keys()],
        resources: cloud.model.resources.length,
        differences: differences(),
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
      picture,
      snapshot: panels,
      state: async () => ({ version: picture().version, panels: await panels() }),
      items: rows.items,
    }),
  );
}
