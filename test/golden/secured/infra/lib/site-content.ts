import { CfnOutput, Duration, Stack, Validations } from "aws-cdk-lib";
import { BucketDeployment, CacheControl, Source } from "aws-cdk-lib/aws-s3-deployment";
import { Construct } from "constructs";
import { pageCopies } from "./page-copies.ts";
import type { PageCopy, SiteConfig } from "./page-copy.ts";
import { signInConfig } from "./sign-in.ts";
import type { Site } from "./site.ts";
import { siteParts } from "./site-parts.ts";

export interface SiteContentProps {
  site: Site;
  config: SiteConfig;
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
    for (const [index, copy] of pageCopies({ ...config, ...signInConfig(this, site) }, site).entries()) {
      this.deployPages(index === 0 ? "Pages" : `Pages${index + 1}`, site, copy).node.addDependency(assets);
    }
    for (const [name, value] of siteParts.flatMap((part) => Object.entries(part.outputs?.(site) ?? {}))) {
      new CfnOutput(scope, name, { value });
    }
    Validations.of(Stack.of(this)).acknowledge({
      id: "AwsSolutions::AwsSolutions-L1",
      reason:
        "The function that copies the files is the CDK's own, with the runtime that the CDK has tested.",
    });
  }

  private deployPages(id: string, site: Site, { prefix, config, metadata }: PageCopy): BucketDeployment {
    const pages = new BucketDeployment(this, id, {
      sources: [Source.asset("web/dist", { exclude: ["assets"] }), Source.jsonData("config.json", config)],
      destinationBucket: site.bucket,
      role: site.publisher,
      destinationKeyPrefix: prefix || undefined,
      cacheControl: [CacheControl.noCache()],
      metadata,
      prune: false,
      distribution: site.distribution,
      distributionPaths: [`/${prefix}index.html`, `/${prefix}config.json`],
    });
    Validations.of(pages).acknowledge({
      id: "AwsSolutions::AwsSolutions-IAM5[Resource::*]",
      reason: "The CDK lets the function invalidate any distribution, and takes no narrower statement.",
    });
    return pages;
  }
}
