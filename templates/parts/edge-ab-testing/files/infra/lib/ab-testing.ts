import { experiment, weightsKey } from "../edge/experiment.ts";
import type { SitePart } from "./site-part.ts";

/** Each variant has pages of its own below `variants/`, and finds its name in config.json. */
export const abTesting: SitePart = {
  setting: weightsKey,
  copies: (copies) =>
    experiment.variants.flatMap((variant) =>
      copies.map((copy) => ({
        ...copy,
        prefix: `variants/${variant}/${copy.prefix}`,
        config: { ...copy.config, variant },
      })),
    ),
};
