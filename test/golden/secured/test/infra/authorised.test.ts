import type { Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { stages } from "../../infra/config.ts";
import { publicRoutes } from "../../infra/public-routes.ts";
import { templatesOf } from "./stage-templates.ts";

interface FoundRoute {
  /** `GET /orders/{id}` */
  name: string;
  /** `NONE` when anybody may call it. */
  authorization: string;
}

function httpRoutes(template: Template): FoundRoute[] {
  return Object.values(template.findResources("AWS::ApiGatewayV2::Route")).map(({ Properties }) => ({
    name: Properties.RouteKey,
    authorization: Properties.AuthorizationType ?? "NONE",
  }));
}

/** Without the answers to preflights, which browsers ask for before they may send credentials. */
function restRoutes(template: Template): FoundRoute[] {
  return Object.values(template.findResources("AWS::ApiGateway::Method"))
    .filter(({ Properties }) => Properties.HttpMethod !== "OPTIONS")
    .map(({ Properties, Metadata }) => ({
      name: `${Properties.HttpMethod} ${/\/Default(.*)\/[A-Z]+\/Resource$/.exec(Metadata["aws:cdk:path"])?.[1]}`,
      authorization: Properties.AuthorizationType ?? "NONE",
    }));
}

describe.each(stages.map(({ name }) => name))("the routes of stage %s", (stage) => {
  const routes = [...templatesOf(stage).values()].flatMap((each) => [
    ...httpRoutes(each),
    ...restRoutes(each),
  ]);

  it("are there to be looked at", () => {
    expect(routes.length).toBeGreaterThan(0);
  });

  it("ask for credentials, except for those of infra/public-routes.ts", () => {
    const open = routes.filter(({ authorization }) => authorization === "NONE");
    expect(open.map(({ name }) => name).sort()).toEqual([...publicRoutes].sort());
  });
});
