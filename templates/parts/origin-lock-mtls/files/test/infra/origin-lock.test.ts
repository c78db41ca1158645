import { Match, type Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, it } from "vitest";
import { slug, stages } from "../../infra/config.ts";
import { templatesOf } from "./stage-templates.ts";

describe("the origin lock", () => {
  let orders: Record<string, { Type: string; Properties: Record<string, unknown> }>;
  let front: Template;
  beforeAll(() => {
    const templates = templatesOf();
    orders = templates.get(`${slug}-orders-${stages[0]?.name}`)?.toJSON().Resources;
    front = templates.get(`${slug}-api-${stages[0]?.name}`) as Template;
  });

  it("asks callers for a certificate, under the one host that the API has", () => {
    const ofType = (pattern: RegExp) => Object.values(orders).filter(({ Type }) => pattern.test(Type));
    const [domain, ...others] = ofType(/^AWS::ApiGateway(V2)?::DomainName$/);
    expect(others).toEqual([]);
    expect(domain?.Properties.MutualTlsAuthentication).toMatchObject({ TruststoreUri: expect.anything() });
    const [api] = ofType(/^AWS::ApiGateway(V2::Api|::RestApi)$/);
    expect(api?.Properties.DisableExecuteApiEndpoint).toBe(true);
  });

  it("gives CloudFront a certificate to show", () => {
    front.hasResourceProperties("AWS::CloudFront::Distribution", {
      DistributionConfig: Match.objectLike({
        Origins: [
          Match.objectLike({
            CustomOriginConfig: Match.objectLike({
              OriginMtlsConfig: { ClientCertificateArn: Match.stringLikeRegexp("^arn:aws:acm:us-east-1:") },
              OriginSSLProtocols: ["TLSv1.2"],
            }),
          }),
        ],
      }),
    });
  });
});
