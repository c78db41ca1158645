import type { Stage } from "./config.ts";
import { hostOf } from "./dns.ts";
import type { ServiceStackProps } from "./service-stack.ts";

/** Where a service answers: at a host of its own. */
export function addressOf(stage: Stage, service: string): Pick<ServiceStackProps, "host"> {
  return { host: hostOf(stage, `${service}.api`) };
}
