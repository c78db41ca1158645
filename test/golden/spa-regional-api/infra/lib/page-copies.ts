import type { PageCopy, SiteConfig } from "./page-copy.ts";

/** Where the pages of the site go in its bucket. */
export function pageCopies(config: SiteConfig): PageCopy[] {
  return [{ prefix: "", config }];
}
