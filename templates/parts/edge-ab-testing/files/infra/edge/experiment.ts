/** The running experiment. Its name is part of the cookie, so that a new experiment draws anew. */
export const experiment = {
  name: "welcome",
  /** The first one is what visitors see when all weights are 0. */
  variants: ["control", "candidate"],
};

/** Weights are kept under this key; until they are set, the first ones count. */
export const weightsKey = "ab-testing";
export const firstWeights: Record<string, number> = { control: 50, candidate: 50 };
