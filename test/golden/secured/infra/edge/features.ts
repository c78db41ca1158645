import { pageRouting } from "./page-routing.ts";
import { pageSecurity } from "./page-security.ts";
import { signedIn } from "./signed-in.ts";
import type { Feature } from "./visit.ts";

/**
 * What happens at the edge, in this order: who may come in at all, which page a path stands for, which variant of it the
 * visitor sees, which release that is taken from. Headers come last.
 */
export const features: Feature[] = [signedIn, pageRouting, pageSecurity];
