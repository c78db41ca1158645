import type { Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { slug, stages } from "../../infra/config.ts";
import { templatesOf } from "./stage-templates.ts";
import { askedFirst, type DistributionConfig, distributionsOf, waysAround } from "./ways-around.ts";

interface Statement {
  Effect: string;
  Action: string | string[];
  Principal: { Service?: string; AWS?: string };
  Condition?: { StringEquals?: Record<string, unknown> };
}

interface Policy {
  PolicyDocument: { Statement: Statement[] };
}

describe.each(stages)("no way leads around the functions at the edge of stage $name", ({ name }) => {
  const templates = templatesOf(name);
  const resources = <T>(template: Template, type: string): T[] =>
    Object.values(template.findResources(type)).map(({ Properties }) => Properties as T);

  it("buckets are closed to the public", () => {
    const buckets = [...templates.values()].flatMap((template) =>
      resources<{ PublicAccessBlockConfiguration?: object }>(template, "AWS::S3::Bucket"),
    );
    expect(buckets.length).toBeGreaterThan(0);
    for (const { PublicAccessBlockConfiguration = {} } of buckets) {
      expect(Object.values(PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
    }
  });

  it.each([...templates.keys()])("what %s has in buckets is read by CloudFront alone", (stack) => {
    const readers = resources<Policy>(templates.get(stack) as Template, "AWS::S3::BucketPolicy")
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(
        ({ Effect, Action }) => Effect === "Allow" && [Action].flat().some((each) => /Get|\*/.test(each)),
      );
    // The copy of the site comes before the distribution, so that it knows only whose distributions may read.
    const known = stack === `${slug}-standby-${name}` ? "AWS:SourceAccount" : "AWS:SourceArn";
    for (const { Principal, Condition } of readers) {
      expect(Principal).toEqual({ Service: "cloudfront.amazonaws.com" });
      expect(Condition).toEqual({ StringEquals: { [known]: expect.anything() } });
    }
    if (stack === `${slug}-web-${name}`) expect(readers).toHaveLength(1);
  });

  it("one distribution serves the site, and everything of the buckets but public words goes by the functions", () => {
    const distributions = [...templates.values()].flatMap(distributionsOf);
    expect(distributions.length).toBe(1);
    for (const config of distributions) {
      expect(config.Staging ?? false).toBe(false);
      expect(askedFirst(config.DefaultCacheBehavior)).toHaveLength(1);
      expect(waysAround(config)).toEqual([]);
    }
  });
});

describe("a way around is found", () => {
  const guard = { FunctionAssociations: [{ EventType: "viewer-request", FunctionARN: "guard" }] };
  const others = { FunctionAssociations: [{ EventType: "viewer-request", FunctionARN: "another" }] };
  const Members = { Items: [{ OriginId: "site" }, { OriginId: "copy" }] };
  const config = (planted: Partial<DistributionConfig>): DistributionConfig => ({
    Origins: [
      { Id: "site", S3OriginConfig: {} },
      { Id: "copy", S3OriginConfig: {} },
      { Id: "again", S3OriginConfig: {} },
      { Id: "api" },
    ],
    OriginGroups: {
      Items: [
        { Id: "group", Members },
        { Id: "another group", Members },
      ],
    },
    DefaultCacheBehavior: { TargetOriginId: "group", ...guard },
    ...planted,
  });

  it.each([
    ["by the same target", { TargetOriginId: "group" }],
    ["by another group", { TargetOriginId: "another group" }],
    ["by one member of the group", { TargetOriginId: "copy" }],
    ["by an origin of its own for the bucket", { TargetOriginId: "again" }],
    ["by another function", { TargetOriginId: "group", ...others }],
  ])("%s", (_way, behavior) => {
    const planted = { CacheBehaviors: [{ PathPattern: "/raw/*", ...behavior }] };
    expect(waysAround(config(planted))).toEqual(["/raw/*"]);
  });

  it("by an error page", () => {
    const page = { ErrorCode: 403, ResponsePagePath: "/index.html" };
    expect(waysAround(config({ CustomErrorResponses: [page] }))).toEqual(["403 /index.html"]);
  });

  it("and what asks the function, or gets at no bucket, is none", () => {
    const CacheBehaviors = [
      { PathPattern: "/docs/*", TargetOriginId: "again", ...guard },
      { PathPattern: "/api/*", TargetOriginId: "api" },
    ];
    expect(waysAround(config({ CacheBehaviors }))).toEqual([]);
  });
});
