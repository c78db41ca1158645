import type { PageCopy, SiteConfig } from "./page-copy.ts";
import type { Site } from "./site.ts";

/** Where the pages of the site go in its bucket. */
export function pageCopies(config: SiteConfig, _site: Site): PageCopy[] {
  return [{ prefix: "", config }];
}
