import { addressOf } from "@shared/constructs/service-address.ts";
import type { LocalCloud } from "../../../dev/local-cloud.mjs";
import { service, stages } from "../infra/config.ts";

const [stage] = stages;

/** The path that the API itself has for a route. */
export const pathInApi = (path: string): string =>
  (stage && addressOf(stage, service).pathInApi?.(path)) ?? path;

/** Where clients find the API on this machine: its part of the shared host is in the paths of its routes. */
export const apiUrl = (local: LocalCloud): string => new URL(Object.values(local.urls)[0] ?? "").origin;
