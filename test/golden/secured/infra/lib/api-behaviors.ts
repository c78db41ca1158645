import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  type IOrigin,
  OriginRequestCookieBehavior,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import type { Construct } from "constructs";

/**
 * The behaviours by which a distribution passes `/api/<name>` and all below it on to the API of that name, by its origin. CloudFront
 * takes the first pattern that fits, so what no API has comes last.
 */
export function apiBehaviors(scope: Construct, apis: Map<string, IOrigin>): Record<string, BehaviorOptions> {
  const originRequestPolicy = withoutCookies(scope);
  const behaviors = [...apis].flatMap(([name, origin]) => {
    const behavior = passedOn(origin, originRequestPolicy);
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

/** Passes requests on, and keeps no answers. */
function passedOn(origin: IOrigin, originRequestPolicy: OriginRequestPolicy): BehaviorOptions {
  return {
    origin,
    allowedMethods: AllowedMethods.ALLOW_ALL,
    cachePolicy: CachePolicy.CACHING_DISABLED,
    originRequestPolicy,
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
  };
}

/**
 * What APIs get of a request: everything but its cookies and its host name. API Gateway finds an API by the host name, which therefore
 * has to be its own. Cookies are those of the site, which shares the host: no API needs what somebody signed in to the site with,
 * and their length counts towards the 10,240 bytes of headers that API Gateway takes.
 */
function withoutCookies(scope: Construct): OriginRequestPolicy {
  return new OriginRequestPolicy(scope, "ToApis", {
    comment: "All but cookies and the host name",
    headerBehavior: OriginRequestHeaderBehavior.denyList("Host"),
    queryStringBehavior: OriginRequestQueryStringBehavior.all(),
    cookieBehavior: OriginRequestCookieBehavior.none(),
  });
}
