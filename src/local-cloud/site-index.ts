import type { Site } from './contract.ts';

/** Sites of the moment, found by host name. */
export interface SiteIndex {
  all(): Site[];
  set(sites: Site[]): void;
  /** The site that has the host among its own; `*.example.com` stands for every name below it. */
  byHost(host: string): Site | undefined;
}

export function siteIndex(): SiteIndex {
  let sites: Site[] = [];
  let hosts = new Map<string, Site>();
  return {
    all: () => sites,
    set: (next) => {
      sites = next;
      hosts = new Map(next.flatMap((site) => site.hosts.map((host) => [host.toLowerCase(), site] as const)));
    },
    byHost: (host) => {
      const name = host.toLowerCase().replace(/\.$/, '');
      return hosts.get(name) ?? hosts.get(`*.${name.slice(name.indexOf('.') + 1)}`);
    },
  };
}
