import { beforeAll, describe, expect, it } from "vitest";
import { slug, stages } from "../../infra/config.ts";
import { publicRoutes } from "../../infra/public-routes.ts";
import { isPreflight } from "./found-routes.ts";
import { templatesOf } from "./stage-templates.ts";

describe("scopes", () => {
  const routes: { AuthorizationScopes?: string[] }[] = [];
  let granted: string[] = [];
  beforeAll(() => {
    const templates = templatesOf();
    for (const each of templates.values()) {
      const http = Object.values(each.findResources("AWS::ApiGatewayV2::Route"));
      const rest = Object.values(each.findResources("AWS::ApiGateway::Method"));
      const served = rest.filter(({ Properties }) => !isPreflight(Properties));
      routes.push(...[...http, ...served].map(({ Properties }) => Properties));
    }
    const auth = templates.get(`${slug}-auth-${stages[0]?.name}`);
    const [client] = Object.values(auth?.findResources("AWS::Cognito::UserPoolClient") ?? {});
    granted = client?.Properties.AllowedOAuthScopes ?? [];
  });

  it("are asked for by every route that is not public: without one, an ID token would do", () => {
    const without = routes.filter(({ AuthorizationScopes = [] }) => AuthorizationScopes.length === 0);
    expect(without).toHaveLength(publicRoutes.length);
  });

  it("are granted as far as a route asks for them, and no further", () => {
    const asked = new Set(routes.flatMap(({ AuthorizationScopes = [] }) => AuthorizationScopes));
    expect(granted.filter((scope) => scope.includes("/")).sort()).toEqual([...asked].sort());
  });
});
