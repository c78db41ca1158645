import { type IOrigin, OriginSslPolicy } from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import type { Stage } from "../config.ts";
import type { ApiProps } from "./api.ts";
import type { ServiceStack } from "./service-stack.ts";

/** What the API has to be like to be locked to its distribution: nothing, as it has no lock. */
export function lockable(_stage: Stage, _service?: string): Pick<ApiProps, "host"> {
  return {};
}

/** The API at the address that API Gateway gave it, where it answers others too whom it may let in. */
export function lockedOrigin({ api }: ServiceStack, _stage: Stage, _service?: string): IOrigin {
  return new HttpOrigin(api.origin.host, {
    originPath: api.origin.path,
    originSslProtocols: [OriginSslPolicy.TLS_V1_2],
  });
}
