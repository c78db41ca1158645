import { Duration, Stack, Validations } from "aws-cdk-lib";
import { BucketDeployment, CacheControl, Source } from "aws-cdk-lib/aws-s3-deployment";
import { Construct } from "constructs";
import { signInConfig } from "./sign-in.ts";
import type { Site } from "./site.ts";

export interface SiteContentProps {
  site: Site;
  /** What web/src/config.ts reads at run time, so that one build serves every stage. */
  config: Record<string, unknown>;
}

/** Puts the built application into the bucket of the site. */
export class SiteContent extends Construct {
  constructor(scope: Construct, id: string, { site, config }: SiteContentProps) {
    super(scope, id);
    // Their names hold their hashes. Old ones stay, for visitors who still have the last page open.
    const assets = new BucketDeployment(this, "Assets", {
      sources: [Source.asset("web/dist/assets")],
      destinationBucket: site.bucket,
      role: site.publisher,
      destinationKeyPrefix: "assets",
      cacheControl: [CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()],
      prune: false,
    });
    // The pages come after the assets that they name, and only they are invalidated.
    const pages = new BucketDeployment(this, "Pages", {
      sources: [
        Source.asset("web/dist", { exclude: ["assets"] }),
        Source.jsonData("config.json", { ...config, ...signInConfig(this, site) }),
      ],
      destinationBucket: site.bucket,
      role: site.publisher,
      cacheControl: [CacheControl.noCache()],
      prune: false,
      distribution: site.distribution,
      distributionPaths: ["/index.html", "/config.json"],
    });
    pages.node.addDependency(assets);
    Validations.of(pages).acknowledge({
      id: "AwsSolutions::AwsSolutions-IAM5[Resource::*]",
      reason: "The CDK lets the function invalidate any distribution, and takes no narrower statement.",
    });
    Validations.of(Stack.of(this)).acknowledge({
      id: "AwsSolutions::AwsSolutions-L1",
      reason:
        "The function that copies the files is the CDK's own, with the runtime that the CDK has tested.",
    });
  }
}
