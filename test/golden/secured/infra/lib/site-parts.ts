import { pageSecurity } from "./page-security.ts";
import { signedIn } from "./signed-in.ts";
import type { SitePart } from "./site-part.ts";

/** The features of the edge that need something of the site; they change its paths in this order. */
export const siteParts: SitePart[] = [signedIn, pageSecurity];
