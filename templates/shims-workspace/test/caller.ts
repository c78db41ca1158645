import type { LocalCloud } from "../dev/local-cloud.mjs";

/** Stands for test/caller.ts of a service, which every kind of authorisation has, when templates are type-checked where they lie. */
export declare function apiCaller(local: LocalCloud): Promise<typeof fetch>;
