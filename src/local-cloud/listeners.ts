import type { Cloud, Site } from './contract.ts';
import { type Listening, listen } from './listen.ts';
import { localOrigins } from './local-origins.ts';
import { createServer } from './node-http.ts';
import { serveSite } from './serve-site.ts';
import { type SiteDirectory, siteFor } from './site-directory.ts';

/** The ports of the public sites. */
export interface Listeners {
  /** Opens a port for each public site that has none, closes those of sites that are gone. */
  update(sites: readonly Site[]): Promise<void>;
  close(): Promise<void>;
}

export interface ListenerOptions {
  /** Port of the first site; 0 takes any. */
  firstPort: number;
  /** Milliseconds of a round trip. */
  rtt: number;
  /** Further host names that may be asked for, for example that of a tunnel. */
  hosts: readonly string[];
  trace: Cloud['trace'];
  /** How a delay passes; the clock's way by default. */
  wait?: (milliseconds: number) => Promise<unknown>;
  /** Kept up to date: `http://127.0.0.1:PORT` by site key. */
  urls: Map<string, string>;
}

export function createListeners({ firstPort, urls, ...options }: ListenerOptions): Listeners {
  const open = new Map<string, Listening>();
  let directory: SiteDirectory = { sites: [], hosts: options.hosts };
  const origins = localOrigins(() => directory.sites, urls);

  const start = async (key: string) => {
    const server = createServer({ keepAliveTimeout: 60_000 });
    serveSite(server, { ...options, origins, site: (host) => siteFor(directory, key, host) });
    const listening = await listen(server, firstPort === 0 ? 0 : firstPort + open.size);
    open.set(key, listening);
    urls.set(key, listening.url);
  };
  const stop = async (key: string) => {
    urls.delete(key);
    await open.get(key)?.close();
    open.delete(key);
  };
  return {
    update: async (sites) => {
      directory = { sites, hosts: options.hosts };
      const wanted = sites.filter((site) => site.public !== false).map(({ key }) => key);
      for (const key of [...open.keys()]) if (!wanted.includes(key)) await stop(key);
      // One after the other, so that the order of the ports is that of the sites.
      for (const key of wanted) if (!open.has(key)) await start(key);
    },
    close: async () => {
      await Promise.all([...open.keys()].map(stop));
    },
  };
}
