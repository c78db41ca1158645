import { type App, Stack } from "aws-cdk-lib";
import { OrdersService } from "../../services/orders/infra.ts";
import { type Stage, slug } from "../config.ts";
import { hostOf } from "./dns.ts";
import { ServiceStack } from "./service-stack.ts";
import { Site } from "./site.ts";
import { siteCertificate } from "./site-certificate.ts";
import { SiteContent } from "./site-content.ts";
import { stackProps } from "./stack-props.ts";

/**
 * The stacks of one stage: the site, and the API beside it on a host of its own. The API lets the site's pages call it;
 * the content tells the pages where the API is, and so comes last.
 */
export function addStacks(app: App, stage: Stage): void {
  const { site } = new WebStack(app, stage);
  const orders = new ServiceStack(app, stage, {
    name: "orders",
    service: OrdersService,
    host: hostOf(stage, "api"),
    allowOrigin: site.url,
  });
  new ContentStack(app, stage, site, orders.api.url);
}

/** The bucket and the distribution of the site. */
class WebStack extends Stack {
  readonly site: Site;

  constructor(app: App, stage: Stage) {
    super(app, `${slug}-web-${stage.name}`, stackProps(stage, "Site"));
    const apiHost = hostOf(stage, "api");
    this.site = new Site(this, "Site", {
      stage,
      certificate: siteCertificate(app, stage),
      // Without a domain, AWS makes up the names of the API and of the site, each of which has to allow the other.
      connectTo: [`https://${apiHost ?? `*.execute-api.${stage.region}.amazonaws.com`}`],
    });
  }
}

/** What is in the bucket. */
class ContentStack extends Stack {
  constructor(app: App, stage: Stage, site: Site, apiBaseUrl: string) {
    super(app, `${slug}-content-${stage.name}`, stackProps(stage, "Content of the site"));
    new SiteContent(this, "Content", { site, config: { apiBaseUrl } });
  }
}
