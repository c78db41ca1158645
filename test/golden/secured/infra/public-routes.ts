import type { RouteAddress } from "./lib/route.ts";

/** The routes that anybody may call, such as `GET /api/orders/{id}`. All others ask for credentials. */
export const publicRoutes: readonly string[] = [];

/** Why the findings on a public route are acknowledged. */
export const publicReason = "The route is on the list of public ones in infra/public-routes.ts.";

export function isPublic({ method, path }: RouteAddress): boolean {
  return publicRoutes.includes(`${method} ${path}`);
}
