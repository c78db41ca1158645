/** What web/src/config.ts reads at run time, so that one build serves every stage. */
export type SiteConfig = Record<string, unknown>;

/** The pages of the site, once in its bucket. */
export interface PageCopy {
  /** Before the key of every file: empty, or with a slash at its end. */
  prefix: string;
  config: SiteConfig;
  /** Travels with each file: CloudFront gives it to functions as headers `x-amz-meta-...`. */
  metadata?: Record<string, string>;
}
