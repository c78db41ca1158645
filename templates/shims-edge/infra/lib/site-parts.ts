import type { SitePart } from "./site-part.ts";

/** Stands for the rendered list of parts when templates are type-checked where they lie. */
export declare const siteParts: SitePart[];
