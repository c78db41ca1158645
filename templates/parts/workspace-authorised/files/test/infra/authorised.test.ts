import { readdirSync } from "node:fs";
import { join } from "node:path";
import { publicRoutes } from "@shared/constructs/public-routes.ts";
import { describe, expect, it } from "vitest";
import { service, stages } from "../../infra/config.ts";
import { pathInApi } from "../api.ts";
import { openOf, routesOf } from "./found-routes.ts";
import { templatesOf } from "./stage-templates.ts";

const serviceOf = (route: string) => route.split("/")[1] ?? "";

/** The public routes of this service, as its API has them. */
const publicHere = publicRoutes.flatMap((route) => {
  const [method = "", path = ""] = route.split(" ");
  return serviceOf(route) === service ? [`${method} ${pathInApi(path)}`] : [];
});

it("the routes of packages/constructs/public-routes.ts are those of services", () => {
  const folders = readdirSync(join(import.meta.dirname, "../../.."));
  expect(publicRoutes.filter((route) => !folders.includes(serviceOf(route)))).toEqual([]);
});

describe.each(stages.map(({ name }) => name))("the routes of stage %s", (stage) => {
  const routes = [...templatesOf(stage).values()].flatMap(routesOf);

  it("are there to be looked at", () => {
    expect(routes.length).toBeGreaterThan(0);
  });

  it("are named in packages/constructs/public-routes.ts as the services have them", () => {
    const names = routes.map(({ name }) => name);
    const unknown = publicHere.filter((route) => !names.includes(route));
    expect(unknown, `no such route; there are ${names.join(", ")}`).toEqual([]);
  });

  it("ask for credentials, except for those of packages/constructs/public-routes.ts", () => {
    expect(openOf(routes).sort()).toEqual(publicHere.sort());
  });
});
