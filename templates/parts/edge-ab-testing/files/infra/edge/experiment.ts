/** The running experiment. Its name is part of the cookie, so that a new experiment draws anew. */
export const experiment = {
  name: "welcome",
  /** The first one is what visitors see when there are no weights. */
  variants: ["control", "candidate"],
};

/** Weights are kept under this key; those of a new site. */
export const weightsKey = "ab-testing";
export const firstWeights: Record<string, number> = { control: 50, candidate: 50 };
