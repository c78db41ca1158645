import { type App, Stack } from "aws-cdk-lib";
import type { IOrigin } from "aws-cdk-lib/aws-cloudfront";
import { OrdersService } from "../../services/orders/infra.ts";
import { type Stage, slug } from "../config.ts";
import { ApiFront, apiCertificate } from "./api-front.ts";
import { hostOf } from "./dns.ts";
import { lockable, lockedOrigin } from "./origin-lock.ts";
import { ServiceStack } from "./service-stack.ts";
import { Site } from "./site.ts";
import { siteCertificate } from "./site-certificate.ts";
import { SiteContent } from "./site-content.ts";
import { stackProps } from "./stack-props.ts";

/**
 * The stacks of one stage: the site, the API with a lock, and the distribution that has its key. The API lets the site's
 * pages call it; the content tells the pages where the distribution of the API is, and so comes last.
 */
export function addStacks(app: App, stage: Stage): void {
  const { site } = new WebStack(app, stage);
  const orders = new ServiceStack(app, stage, {
    name: "orders",
    service: OrdersService,
    allowOrigin: site.url,
    ...lockable(stage),
  });
  const { front } = new ApiFrontStack(app, stage, site, lockedOrigin(orders, stage));
  new ContentStack(app, stage, site, front.url);
}

/** The bucket and the distribution of the site. */
class WebStack extends Stack {
  readonly site: Site;

  constructor(app: App, stage: Stage) {
    super(app, `${slug}-web-${stage.name}`, stackProps(stage, "Site"));
    this.site = new Site(this, "Site", {
      stage,
      certificate: siteCertificate(app, stage),
      // Without a domain, AWS makes up the names of the site and of the API, each of which has to allow the other.
      connectTo: [`https://${hostOf(stage, "api") ?? "*.cloudfront.net"}`],
    });
  }
}

/** The distribution before the API. */
class ApiFrontStack extends Stack {
  readonly front: ApiFront;

  constructor(app: App, stage: Stage, { logs }: Site, origin: IOrigin) {
    super(app, `${slug}-api-${stage.name}`, stackProps(stage, "Distribution of the API"));
    this.front = new ApiFront(this, "Front", {
      stage,
      origin,
      certificate: apiCertificate(app, stage),
      logs,
      // countries: ["DE", "FR"],
      // webAclArn: "arn:aws:wafv2:us-east-1:...",
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
