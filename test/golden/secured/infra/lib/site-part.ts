import type { PageCopy } from "./page-copy.ts";
import type { Site } from "./site.ts";

/** What a feature of the edge needs of the site besides its code. */
export interface SitePart {
  /** The key of a value that changes without a deploy. The feature has to do without it until somebody sets it. */
  setting?: string;
  /** Where its pages go, and what they carry. */
  copies?(copies: PageCopy[], site: Site): PageCopy[];
  /** What its commands have to be told after a deploy: outputs of the content stack, by name. */
  outputs?(site: Site): Record<string, string>;
}
