import { describe, expect, it } from "vitest";
import { slug, stages } from "../../infra/config.ts";
import { templatesOf } from "./stage-templates.ts";

type Properties = Record<string, never>;
interface Statement {
  Effect: string;
  Action: string | string[];
  Principal: { Service?: string; AWS?: string };
  Condition?: { StringEquals?: Record<string, unknown> };
}

const stage = stages[0]?.name;
const web = templatesOf(stage).get(`${slug}-web-${stage}`);
const all = <T>(type: string): T[] =>
  Object.values(web?.findResources(type) ?? {}).map(({ Properties }) => Properties as T);

describe("no way leads around the functions at the edge", () => {
  it("buckets are closed to the public, and read by the distribution alone", () => {
    const buckets = all<{ PublicAccessBlockConfiguration: Record<string, boolean> }>("AWS::S3::Bucket");
    expect(buckets.length).toBeGreaterThan(0);
    for (const { PublicAccessBlockConfiguration } of buckets) {
      expect(Object.values(PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
    }
    const policies = all<{ PolicyDocument: { Statement: Statement[] } }>("AWS::S3::BucketPolicy");
    const readers = policies
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(
        ({ Effect, Action }) => Effect === "Allow" && [Action].flat().some((each) => /Get|\*/.test(each)),
      );
    expect(readers).toEqual([
      expect.objectContaining({
        Principal: { Service: "cloudfront.amazonaws.com" },
        Condition: { StringEquals: { "AWS:SourceArn": expect.anything() } },
      }),
    ]);
  });

  it("one distribution serves the site, and everything of the bucket but public words goes by the functions", () => {
    type Behavior = { PathPattern?: string; TargetOriginId: string } & Record<
      string,
      { EventType: string }[]
    >;
    const distributions = all<{
      DistributionConfig: Properties & {
        Staging?: boolean;
        DefaultCacheBehavior: Behavior;
        CacheBehaviors: Behavior[];
      };
    }>("AWS::CloudFront::Distribution");
    expect(distributions.length).toBe(1);
    for (const { DistributionConfig } of distributions) {
      const { Staging, DefaultCacheBehavior, CacheBehaviors } = DistributionConfig;
      expect(Staging ?? false).toBe(false);
      const {
        FunctionAssociations = [],
        LambdaFunctionAssociations = [],
        TargetOriginId,
      } = DefaultCacheBehavior;
      const events = [...FunctionAssociations, ...LambdaFunctionAssociations].map(
        ({ EventType }) => EventType,
      );
      expect(events).toContain("viewer-request");
      const others = CacheBehaviors.filter((behavior) => behavior.TargetOriginId === TargetOriginId);
      expect(others.map(({ PathPattern }) => PathPattern).filter((path) => path !== "/_edge/*")).toEqual([]);
    }
  });
});
