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
