import { afterAll, beforeAll, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { gradeOf } from "../security-grade.ts";
import { visitSite } from "../visitor.ts";

let local: LocalCloud;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
});
afterAll(() => local?.close());

it.each(["/", "/orders/new", "/config.json"])("%s is graded A+", async (path) => {
  const response = await visitSite(local, path);
  expect(response.status).toBe(200);
  expect(gradeOf(response.headers)).toEqual({ grade: "A+", points: 100, faults: [] });
});

it("a page is never half an answer, which would bring another policy than its own", async () => {
  const first = await visitSite(local, "/");
  expect([first.headers.get("etag"), first.headers.get("last-modified")]).toEqual([null, null]);
  const file = await visitSite(local, "/config.json");
  expect(file.headers.get("etag")).not.toBeNull();
});
