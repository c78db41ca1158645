import type { Construct } from "constructs";
import type { Stage } from "../config.ts";
import type { Site } from "./site.ts";

/** What pages connect to for signing in: nothing, as nobody signs in at a page of another host. */
export function signInOrigins(_scope: Construct, _stage: Stage): string[] {
  return [];
}

/** What pages have to know for signing in: nothing. */
export function signInConfig(_scope: Construct, _site: Site): Record<string, unknown> {
  return {};
}
