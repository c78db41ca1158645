import { hostOf } from "@shared/constructs/dns.ts";
import { describe, expect, it } from "vitest";
import { service, slug, stages } from "../../infra/config.ts";
import { templatesOf } from "./stage-templates.ts";

describe.each(stages)("the host of stage $name", (stage) => {
  const template = templatesOf(stage.name).get(`${slug}-${service}-${stage.name}`);

  it("is a domain name of API Gateway in the Region of the services, without a mapping of its own", () => {
    const names = Object.values(template?.findResources("AWS::ApiGatewayV2::DomainName") ?? {});
    expect(names.map(({ Properties }) => Properties.DomainName)).toEqual([hostOf(stage, "api")]);
    expect(names[0]?.Properties.DomainNameConfigurations).toMatchObject([
      { EndpointType: "REGIONAL", SecurityPolicy: "TLS_1_2" },
    ]);
    expect(template?.findResources("AWS::ApiGatewayV2::ApiMapping")).toEqual({});
  });
});
