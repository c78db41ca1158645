import type { LocalCloud } from "../../../dev/local-cloud.mjs";

/** What comes before the path of every route. */
export const pathPrefix = "";

/** Where clients find the API on this machine. */
export const apiUrl = (local: LocalCloud): string => local.url("API");
