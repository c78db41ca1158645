import { Match, type Template } from "aws-cdk-lib/assertions";
import { it } from "vitest";
import { slug, stages } from "../../infra/config.ts";
import { templatesOf } from "./stage-templates.ts";

it("the distribution before the API keeps no answers at the edge", () => {
  const front = templatesOf().get(`${slug}-api-${stages[0]?.name}`) as Template;
  front.hasResourceProperties("AWS::CloudFront::Distribution", {
    DistributionConfig: Match.objectLike({
      DefaultCacheBehavior: Match.objectLike({
        // CachingDisabled and AllViewerExceptHostHeader, which AWS manages.
        CachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
        OriginRequestPolicyId: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
      }),
    }),
  });
});
