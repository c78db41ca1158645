import { Match, type Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, it } from "vitest";
import { slug, stages } from "../../infra/config.ts";
import { standbyRegion } from "../../infra/standby-region.ts";
import { templatesOf } from "./stage-templates.ts";

const [stage] = stages;

describe("the copy of the site", () => {
  let web: Template;
  let standby: Template;
  beforeAll(() => {
    const templates = templatesOf();
    web = templates.get(`${slug}-web-${stage?.name}`) as Template;
    standby = templates.get(`${slug}-standby-${stage?.name}`) as Template;
  });

  it("is in another Region", () => {
    expect(standbyRegion).not.toBe(stage?.region);
  });

  it("is in one bucket, closed to the public, that only distributions of the account read", () => {
    standby.resourceCountIs("AWS::S3::Bucket", 1);
    standby.hasResourceProperties("AWS::S3::Bucket", {
      VersioningConfiguration: { Status: "Enabled" },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    const [policy] = Object.values(standby.findResources("AWS::S3::BucketPolicy"));
    const statements: { Effect: string }[] = policy?.Properties.PolicyDocument.Statement;
    expect(statements.filter(({ Effect }) => Effect === "Allow")).toEqual([
      expect.objectContaining({
        Action: "s3:GetObject",
        Principal: { Service: "cloudfront.amazonaws.com" },
        Condition: { StringEquals: { "AWS:SourceAccount": expect.anything() } },
      }),
    ]);
  });

  it("gets all that comes into the bucket of the site", () => {
    const rule = {
      Status: "Enabled",
      Filter: { Prefix: "" },
      DeleteMarkerReplication: { Status: "Enabled" },
    };
    web.hasResourceProperties("AWS::S3::Bucket", {
      ReplicationConfiguration: { Rules: [Match.objectLike(rule)] },
    });
  });

  it("answers in the place of the bucket of the site for every status by which S3 fails", () => {
    web.hasResourceProperties("AWS::CloudFront::Distribution", {
      DistributionConfig: {
        OriginGroups: {
          Items: [
            Match.objectLike({
              FailoverCriteria: { StatusCodes: { Items: [500, 502, 503, 504], Quantity: 4 } },
            }),
          ],
        },
      },
    });
  });
});
