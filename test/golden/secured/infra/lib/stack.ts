import { type App, Stack } from "aws-cdk-lib";
import type { IOrigin } from "aws-cdk-lib/aws-cloudfront";
import { type Stage, slug } from "../config.ts";
import { services } from "../services.ts";
import { apiBehaviors } from "./api-behaviors.ts";
import { addEdgeContent } from "./edge-content.ts";
import { lockable, lockedOrigin } from "./origin-lock.ts";
import { ServiceStack } from "./service-stack.ts";
import { Site } from "./site.ts";
import { siteCertificate } from "./site-certificate.ts";
import { SiteContent } from "./site-content.ts";
import { stackProps } from "./stack-props.ts";

/**
 * The stacks of one stage: one distribution serves the site and, below /api, an API for each service. Pages and APIs have
 * the same origin, so browsers ask for no permission first, and there is no CORS to set up.
 */
export function addStacks(app: App, stage: Stage): void {
  const apis = new Map(
    services.map((service) => {
      const pathInApi = (path: string) => `/api${path}`;
      const stack = new ServiceStack(app, stage, { ...service, pathInApi, ...lockable(stage, service.name) });
      return [service.name, lockedOrigin(stack, stage, service.name)];
    }),
  );
  const { site } = new WebStack(app, stage, apis);
  new ContentStack(app, stage, site);
}

/** The bucket, and the distribution before it and the APIs. */
class WebStack extends Stack {
  readonly site: Site;

  constructor(app: App, stage: Stage, apis: Map<string, IOrigin>) {
    super(app, `${slug}-web-${stage.name}`, stackProps(stage, "Site"));
    this.site = new Site(this, "Site", {
      stage,
      certificate: siteCertificate(app, stage),
      behaviors: apiBehaviors(this, apis),
    });
  }
}

/** What is in the bucket. */
class ContentStack extends Stack {
  constructor(app: App, stage: Stage, site: Site) {
    super(app, `${slug}-content-${stage.name}`, stackProps(stage, "Content of the site"));
    new SiteContent(this, "Content", { site, config: { apiBaseUrl: "/api" } });
    addEdgeContent(this, site);
  }
}
