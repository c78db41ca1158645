import { type Releases, releasesKey } from "../edge/releases.ts";
import { builtRelease } from "./release.ts";
import type { SitePart } from "./site-part.ts";

/** Each deploy puts its pages beside those of the releases before; visitors see them when a command says so. */
export const rollout: SitePart = {
  setting: { key: releasesKey, initial: () => JSON.stringify({ stable: builtRelease() } satisfies Releases) },
  copies: (copies) => {
    const release = builtRelease();
    return copies.map((copy) => ({ ...copy, prefix: `releases/${release}/${copy.prefix}` }));
  },
};
