import { describe, expect, it } from "vitest";
import { stages } from "../../infra/config.ts";
import { publicRoutes } from "../../infra/public-routes.ts";
import { openOf, routesOf } from "./found-routes.ts";
import { templatesOf } from "./stage-templates.ts";

describe.each(stages.map(({ name }) => name))("the routes of stage %s", (stage) => {
  const routes = [...templatesOf(stage).values()].flatMap(routesOf);

  it("are there to be looked at", () => {
    expect(routes.length).toBeGreaterThan(0);
  });

  it("are named in infra/public-routes.ts as they are in the API", () => {
    const names = routes.map(({ name }) => name);
    const unknown = publicRoutes.filter((route) => !names.includes(route));
    expect(unknown, `no such route; there are ${names.join(", ")}`).toEqual([]);
  });

  it("ask for credentials, except for those of infra/public-routes.ts", () => {
    expect(openOf(routes).sort()).toEqual([...publicRoutes].sort());
  });
});
