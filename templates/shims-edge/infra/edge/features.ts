import type { Feature } from "./visit.ts";

/** Stands for the rendered list of features when templates are type-checked where they lie. */
export declare const features: Feature[];
