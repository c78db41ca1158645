import type { PageCopy } from "./page-copy.ts";
import type { Site } from "./site.ts";

/** What a feature of the edge needs of the site besides its code. */
export interface SitePart {
  /** A value that changes without a deploy, and what it is when the site is new. */
  setting?: { key: string; initial?(): string };
  /** Where its pages go, and what they carry. */
  copies?(copies: PageCopy[], site: Site): PageCopy[];
}
