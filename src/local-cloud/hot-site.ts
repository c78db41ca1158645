import type { DevSite } from './contract.ts';
import { devSite } from './dev-site.ts';
import { createDevServer } from './project/dev-server.ts';

/** The site of a project from its own dev server, as long as that runs. */
export interface HotSite {
  /** `undefined` when the dev server could not start: the built site is served then. */
  site(): DevSite | undefined;
  /** Starts the dev server, which the first request for the site does too. */
  begin(): void;
  close(): Promise<void>;
}

export interface HotSiteOptions {
  /** What the dev server says once it runs. */
  tell(line: string): void;
  onFailure(reason: string): void;
}

/** The site of `web/` from its dev server; `undefined` when the project has none. */
export function openHotSite(root: string, { tell, onFailure }: HotSiteOptions): HotSite | undefined {
  const server = createDevServer(root, tell);
  if (!server) return undefined;
  const site = devSite(server);
  let isOpen = true;
  server.ready.catch((error: Error) => {
    if (!isOpen) return;
    isOpen = false;
    onFailure(`${error.message}\nThe built site is served instead.`);
  });
  return {
    begin: server.begin,
    site: () => (isOpen ? site : undefined),
    close: async () => {
      isOpen = false;
      site.close();
      await server.close();
    },
  };
}
