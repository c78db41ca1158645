import { type App, Stack } from "aws-cdk-lib";
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { OrdersService } from "../../services/orders/infra.ts";
import { type Stage, slug } from "../config.ts";
import type { Api } from "./api.ts";
import { ServiceStack } from "./service-stack.ts";
import { Site } from "./site.ts";
import { siteCertificate } from "./site-certificate.ts";
import { SiteContent } from "./site-content.ts";
import { stackProps } from "./stack-props.ts";

/**
 * The stacks of one stage: one distribution serves the site and, below /api, the API. Pages and API have the same
 * origin, so browsers ask for no permission first, and there is no CORS to set up.
 */
export function addStacks(app: App, stage: Stage): void {
  const orders = new ServiceStack(app, stage, { name: "orders", service: OrdersService, pathPrefix: "/api" });
  const { site } = new WebStack(app, stage, orders.api);
  new ContentStack(app, stage, site);
}

/** The bucket, and the distribution before it and the API. */
class WebStack extends Stack {
  readonly site: Site;

  constructor(app: App, stage: Stage, api: Api) {
    super(app, `${slug}-web-${stage.name}`, stackProps(stage, "Site"));
    this.site = new Site(this, "Site", {
      stage,
      certificate: siteCertificate(app, stage),
      // Another API gets a behaviour of its own here, and routes that start with its path.
      behaviors: { "/api/*": apiBehavior(api) },
    });
  }
}

/** Passes requests on as they are, and keeps no answers. */
function apiBehavior({ origin }: Api): BehaviorOptions {
  return {
    origin: new HttpOrigin(origin.host, {
      originPath: origin.path,
      originSslProtocols: [OriginSslPolicy.TLS_V1_2],
    }),
    allowedMethods: AllowedMethods.ALLOW_ALL,
    cachePolicy: CachePolicy.CACHING_DISABLED,
    // API Gateway finds the API by the host name, which therefore has to be its own.
    originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
  };
}

/** What is in the bucket. */
class ContentStack extends Stack {
  constructor(app: App, stage: Stage, site: Site) {
    super(app, `${slug}-content-${stage.name}`, stackProps(stage, "Content of the site"));
    new SiteContent(this, "Content", { site, config: { apiBaseUrl: "/api" } });
  }
}
