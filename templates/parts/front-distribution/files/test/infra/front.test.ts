import { hostOf } from "@shared/constructs/dns.ts";
import { OriginRequestPolicy } from "aws-cdk-lib/aws-cloudfront";
import { describe, expect, it } from "vitest";
import { service, slug, stages } from "../../infra/config.ts";
import { services } from "../../infra/services.ts";
import { templatesOf } from "./stage-templates.ts";

describe.each(stages)("the distribution of stage $name", (stage) => {
  const template = templatesOf(stage.name).get(`${slug}-${service}-${stage.name}`);
  const [distribution] = Object.values(template?.findResources("AWS::CloudFront::Distribution") ?? {});
  const { Aliases, CacheBehaviors, DefaultCacheBehavior, Origins } =
    distribution?.Properties.DistributionConfig ?? {};
  const hostBehind = (path: string): string => {
    const { TargetOriginId } = CacheBehaviors.find(
      ({ PathPattern }: { PathPattern: string }) => PathPattern === path,
    );
    return Origins.find(({ Id }: { Id: string }) => Id === TargetOriginId).DomainName;
  };

  it("answers at the host that services share", () => {
    expect(Aliases).toEqual([hostOf(stage, "api")]);
  });

  it.each(services)("leads the paths of %s, and no others, to its own host", (name) => {
    expect(hostBehind(`/${name}`)).toBe(hostOf(stage, `${name}.api`));
    expect(hostBehind(`/${name}/*`)).toBe(hostOf(stage, `${name}.api`));
    expect(CacheBehaviors.length).toBe(2 * services.length);
  });

  it("leaves the Host header to the services", () => {
    const policies = [DefaultCacheBehavior, ...CacheBehaviors].map(
      (behavior) => behavior.OriginRequestPolicyId,
    );
    const { originRequestPolicyId } = OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER;
    expect(new Set(policies)).toEqual(new Set([originRequestPolicyId]));
  });

  it("answers other paths itself", () => {
    expect(DefaultCacheBehavior.FunctionAssociations).toMatchObject([{ EventType: "viewer-request" }]);
  });
});
