import { experiment, firstWeights, weightsKey } from "../edge/experiment.ts";
import type { SitePart } from "./site-part.ts";

/** Each variant has pages of its own below `variants/`, and finds its name in config.json. */
export const abTesting: SitePart = {
  setting: { key: weightsKey, initial: () => JSON.stringify(firstWeights) },
  copies: (copies) =>
    experiment.variants.flatMap((variant) =>
      copies.map((copy) => ({
        ...copy,
        prefix: `variants/${variant}/${copy.prefix}`,
        config: { ...copy.config, variant },
      })),
    ),
};
