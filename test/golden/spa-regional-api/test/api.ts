import type { LocalCloud } from "../dev/local-cloud.mjs";
import { slug, stages } from "../infra/config.ts";

/** The path that the API itself has for a route. */
export const pathInApi = (path: string): string => path;

/** Where clients find the API on this machine: at its distribution. */
export const apiUrl = (local: LocalCloud): string => local.url(`${slug}-api-${stages[0]?.name}`);
