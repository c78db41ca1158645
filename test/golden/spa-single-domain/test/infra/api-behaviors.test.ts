import { beforeAll, describe, expect, it } from "vitest";
import { services } from "../../infra/services.ts";
import { templatesOf } from "./stage-templates.ts";

interface Behavior {
  PathPattern: string;
  OriginRequestPolicyId: { Ref: string };
}

let resources: Record<string, { Type: string; Properties: Record<string, never> }>;
beforeAll(() => {
  const all = [...templatesOf().values()].map((template) => template.toJSON().Resources);
  resources = all.find((each) => Object.values(each).some(({ Type }) => Type === distribution)) ?? {};
});

const distribution = "AWS::CloudFront::Distribution";
const ofType = (type: string) => Object.entries(resources).filter(([, { Type }]) => Type === type);

describe("behaviours of APIs", () => {
  it("pass on everything but cookies, which are those of the site, and the host name", () => {
    const [[id, policy] = []] = ofType("AWS::CloudFront::OriginRequestPolicy");
    expect(policy?.Properties.OriginRequestPolicyConfig).toMatchObject({
      CookiesConfig: { CookieBehavior: "none" },
      HeadersConfig: { HeaderBehavior: "allExcept", Headers: ["Host"] },
      QueryStringsConfig: { QueryStringBehavior: "all" },
    });
    const [[, site] = []] = ofType(distribution);
    const { CacheBehaviors } = site?.Properties.DistributionConfig ?? { CacheBehaviors: [] as Behavior[] };
    const apis = CacheBehaviors.filter(({ PathPattern }: Behavior) => PathPattern.startsWith("/api/"));
    expect(apis).toHaveLength(2 * services.length + 1);
    for (const { OriginRequestPolicyId } of apis) expect(OriginRequestPolicyId).toEqual({ Ref: id });
  });
});
