import { releasesKey } from "../edge/releases.ts";
import { builtRelease } from "./release.ts";
import type { SitePart } from "./site-part.ts";

/**
 * Each deploy puts its pages beside those of the releases before; visitors see them when a command says so. They also go
 * where pages are without this feature: that is what visitors get until a release is chosen.
 */
export const rollout: SitePart = {
  setting: releasesKey,
  copies: (copies) => {
    const release = builtRelease();
    return [...copies, ...copies.map((copy) => ({ ...copy, prefix: `releases/${release}/${copy.prefix}` }))];
  },
  outputs: ({ bucket }) => ({ Release: builtRelease(), SiteBucket: bucket.bucketName }),
};
