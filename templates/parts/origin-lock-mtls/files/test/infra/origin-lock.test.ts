import { beforeAll, describe, expect, it } from "vitest";
import { templatesOf } from "./stage-templates.ts";

type Resource = { Type: string; Properties: Record<string, unknown> };
type Origin = { DomainName: unknown; CustomOriginConfig?: Record<string, unknown> };

describe("the origin lock", () => {
  let stacks: Resource[][];
  let origins: Origin[];
  beforeAll(() => {
    stacks = [...templatesOf().values()].map((each) => Object.values(each.toJSON().Resources ?? {}));
    origins = stacks
      .flatMap((each) => ofType(each, /^AWS::CloudFront::Distribution$/))
      .flatMap(({ Properties }) => (Properties.DistributionConfig as { Origins: Origin[] }).Origins);
  });

  const ofType = (stack: Resource[], type: RegExp) => stack.filter(({ Type }) => type.test(Type));
  const apis = (stack: Resource[]) => ofType(stack, /^AWS::ApiGateway(V2::Api|::RestApi)$/);
  const domains = (stack: Resource[]) => ofType(stack, /^AWS::ApiGateway(V2)?::DomainName$/);

  it("asks callers of every API for a certificate, under the one host that it has", () => {
    expect(stacks.flatMap(apis).length).toBeGreaterThan(0);
    for (const stack of stacks) {
      expect(domains(stack)).toHaveLength(apis(stack).length);
      for (const { Properties } of domains(stack))
        expect(Properties.MutualTlsAuthentication).toMatchObject({ TruststoreUri: expect.anything() });
      for (const { Properties } of apis(stack)) expect(Properties.DisableExecuteApiEndpoint).toBe(true);
    }
  });

  it("gives CloudFront a certificate to show to every API", () => {
    const hosts = stacks.flatMap(domains).map(({ Properties }) => Properties.DomainName);
    expect(new Set(hosts).size).toBe(hosts.length);
    for (const host of hosts) {
      expect(origins.find(({ DomainName }) => DomainName === host)?.CustomOriginConfig).toMatchObject({
        OriginMtlsConfig: { ClientCertificateArn: expect.stringMatching(/^arn:aws:acm:us-east-1:/) },
        OriginSSLProtocols: ["TLSv1.2"],
      });
    }
  });
});
