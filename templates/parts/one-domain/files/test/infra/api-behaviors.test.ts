import type { Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, it } from "vitest";
import { services } from "../../infra/services.ts";
import { templatesOf } from "./stage-templates.ts";

interface Behavior {
  PathPattern: string;
  OriginRequestPolicyId: unknown;
}

let templates: Template[];
beforeAll(() => {
  templates = [...templatesOf().values()];
});

const found = (type: string) => templates.flatMap((template) => Object.entries(template.findResources(type)));

describe("behaviours of APIs", () => {
  it("pass on everything but cookies, which are those of the site, and the host name", () => {
    const [[id, policy] = []] = found("AWS::CloudFront::OriginRequestPolicy");
    expect(policy?.Properties.OriginRequestPolicyConfig).toMatchObject({
      CookiesConfig: { CookieBehavior: "none" },
      HeadersConfig: { HeaderBehavior: "allExcept", Headers: ["Host"] },
      QueryStringsConfig: { QueryStringBehavior: "all" },
    });
    const [[, site] = []] = found("AWS::CloudFront::Distribution");
    const behaviors: Behavior[] = site?.Properties.DistributionConfig.CacheBehaviors ?? [];
    const ofApis = behaviors.filter(({ PathPattern }) => PathPattern.startsWith("/api/"));
    expect(ofApis).toHaveLength(2 * services.length + 1);
    for (const { OriginRequestPolicyId } of ofApis) expect(OriginRequestPolicyId).toEqual({ Ref: id });
  });
});
