import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  type IOrigin,
  OriginRequestPolicy,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import type { Construct } from "constructs";

/**
 * The behaviours by which a distribution passes `/api/<name>` and all below it on to the API of that name, by its origin. CloudFront
 * takes the first pattern that fits, so what no API has comes last.
 */
export function apiBehaviors(scope: Construct, apis: Map<string, IOrigin>): Record<string, BehaviorOptions> {
  const behaviors = [...apis].flatMap(([name, origin]) => {
    const behavior = passedOn(origin);
    // One pattern for both, `/api/<name>*`, would also take the paths of a service whose name begins alike.
    return [`/api/${name}`, `/api/${name}/*`].map((path) => [path, behavior] as const);
  });
  const [, first] = behaviors[0] ?? [];
  if (!first) return {};
  const noSuchApi = new EdgeFunction(scope, "NoSuchApi", {
    code: FunctionCode.fromFile({ filePath: "infra/edge/no-such-api.js" }),
  });
  return {
    ...Object.fromEntries(behaviors),
    // Has to have an origin, which is never asked: the function answers.
    "/api/*": {
      ...first,
      functionAssociations: [{ eventType: FunctionEventType.VIEWER_REQUEST, function: noSuchApi }],
    },
  };
}

/** Passes requests on as they are, and keeps no answers. */
function passedOn(origin: IOrigin): BehaviorOptions {
  return {
    origin,
    allowedMethods: AllowedMethods.ALLOW_ALL,
    cachePolicy: CachePolicy.CACHING_DISABLED,
    // API Gateway finds the API by the host name, which therefore has to be its own.
    originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
  };
}
