/** Stands for the rendered infra/public-routes.ts when templates are type-checked where they lie. */
import type { RouteAddress } from "./lib/route.ts";

export declare const publicRoutes: readonly string[];
export declare const publicReason: string;
export declare function isPublic(address: RouteAddress): boolean;
