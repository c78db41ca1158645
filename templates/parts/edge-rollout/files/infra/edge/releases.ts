/** Which releases of the site visitors get. */
export interface Releases {
  /** What visitors get who do not get the candidate. */
  stable: string;
  /** What the given share of the visitors gets. */
  candidate?: string;
  /** From 0 to 100. */
  percent?: number;
  /** What was stable before the last promotion. */
  previous?: string;
}

/** They are kept under this key. */
export const releasesKey = "releases";
