import type { Stage } from "./config.ts";
import { hostOf } from "./dns.ts";
import type { ServiceStackProps } from "./service-stack.ts";

/** Where a service answers: below the path of its name, at the host that services share. */
export function addressOf(
  stage: Stage,
  service: string,
): Pick<ServiceStackProps, "host" | "basePath" | "pathInApi"> {
  const host = hostOf(stage, "api");
  if (!host) return {};
  // API Gateway takes the path of a mapping off before it looks for the route.
  return { host, basePath: service, pathInApi: (path) => path.slice(service.length + 1) || "/" };
}
