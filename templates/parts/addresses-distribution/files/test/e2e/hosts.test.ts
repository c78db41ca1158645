import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { services, statusOf, urlOf } from "../addresses.ts";
import { answerToStranger } from "../stranger.ts";

let local: LocalCloud;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
});
afterAll(() => local?.close());

describe("each service", () => {
  it.each(services)("%s answers on a host of its own", async (service) => {
    const { pathname } = new URL(urlOf(local, service));
    const list = `${pathname.replace(/\/$/, "")}/${service}`;
    expect(await statusOf(local, `${service}.localhost`, list)).toBe(answerToStranger(200));
    expect(await statusOf(local, "other.localhost", list)).toBe(421);
  });
});

describe("the host that services share", () => {
  it.each(services)("leads the paths of %s to it", async (service) => {
    expect(await statusOf(local, "api.localhost", `/${service}`)).toBe(answerToStranger(200));
    expect(await statusOf(local, "api.localhost", `/${service}/none`)).toBe(answerToStranger(404));
  });

  it("has nothing besides", async () => {
    expect(await statusOf(local, "api.localhost", "/none")).toBe(404);
    expect(await statusOf(local, "other.localhost", "/orders")).toBe(421);
  });
});
