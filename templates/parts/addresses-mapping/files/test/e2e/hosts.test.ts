import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { services, statusOf } from "../addresses.ts";
import { answerToStranger } from "../stranger.ts";

let local: LocalCloud;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
});
afterAll(() => local?.close());

describe("the host that services share", () => {
  it.each(services)("leads the paths of %s to it", async (service) => {
    expect(await statusOf(local, "api.localhost", `/${service}`)).toBe(answerToStranger(200));
    expect(await statusOf(local, "api.localhost", `/${service}/none`)).toBe(answerToStranger(404));
  });

  it("has nothing besides", async () => {
    // Refused before a REST API, and not found before an HTTP API.
    expect([403, 404]).toContain(await statusOf(local, "api.localhost", "/none"));
    expect(await statusOf(local, "other.localhost", "/orders")).toBe(421);
  });
});
