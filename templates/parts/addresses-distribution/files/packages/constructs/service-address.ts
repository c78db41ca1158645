import type { Stage } from "./config.ts";
import { hostOf } from "./dns.ts";
import type { ServiceStackProps } from "./service-stack.ts";

/** Where a service answers: at a host of its own, which the distribution of services/api asks. */
export function addressOf(stage: Stage, service: string): Pick<ServiceStackProps, "host" | "pathInApi"> {
  return { host: hostOf(stage, `${service}.api`) };
}
