import type { LocalCloud } from "../dev/local-cloud.mjs";

/** The path that the API itself has for a route. */
export const pathInApi = (path: string): string => `/api${path}`;

/** Where clients find the API on this machine. */
export const apiUrl = (local: LocalCloud): string => `${local.url("distribution")}/api`;
