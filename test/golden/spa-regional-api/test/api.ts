import type { LocalCloud } from "../dev/local-cloud.mjs";
import { slug, stages } from "../infra/config.ts";

/** What comes before the path of every route. */
export const pathPrefix = "";

/** Where clients find the API on this machine: at its distribution. */
export const apiUrl = (local: LocalCloud): string => local.url(`${slug}-api-${stages[0]?.name}`);
