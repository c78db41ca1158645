import type { PageCopy, SiteConfig } from "./page-copy.ts";
import type { Site } from "./site.ts";
import { siteParts } from "./site-parts.ts";

/** Where the pages of the site go in its bucket: the features of the edge look for them there. */
export function pageCopies(config: SiteConfig, site: Site): PageCopy[] {
  return siteParts.reduce<PageCopy[]>(
    (copies, part) => part.copies?.(copies, site) ?? copies,
    [{ prefix: "", config }],
  );
}
