import { afterAll, beforeAll, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { change, promoted, rolledBack, shared } from "../../infra/rollout.ts";
import { settingsOf } from "../edge-settings.ts";
import { siteBucket } from "../site-bucket.ts";
import { visitSite } from "../visitor.ts";

let local: LocalCloud;
let store: string;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
  store = settingsOf(local);
  // A release beside the one that is deployed, for whichever variant is asked for.
  for (const variant of ["", "variants/control/", "variants/candidate/"]) {
    const key = `releases/next/${variant}config.json`;
    await fetch(`${local.endpoint}/${await siteBucket(local)}/${key}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ release: "next" }),
    });
  }
});
afterAll(() => local?.close());

/** How many of the tickets 0000, 0500, ... get the next release. */
async function share(): Promise<number> {
  const tickets = Array.from({ length: 20 }, (_, index) => String(index * 500).padStart(4, "0"));
  const seen = await Promise.all(
    tickets.map(async (ticket) => {
      const headers = { cookie: `__Host-rollout=${ticket}` };
      const response = await visitSite(local, "/config.json", { headers });
      return ((await response.json()) as { release?: string }).release === "next";
    }),
  );
  return seen.filter(Boolean).length / tickets.length;
}

/** Functions may keep a setting for some seconds. */
const sees = (expected: number) => expect.poll(share, { timeout: 30_000, interval: 500 }).toBe(expected);

it(
  "a release goes to 10, 50 and 100 percent of the visitors and back, without a deploy",
  { timeout: 120_000 },
  async () => {
    await sees(0);
    await change(store, (now) => shared(now, 10, "next"));
    await sees(0.1);
    await change(store, (now) => shared(now, 50, "next"));
    await sees(0.5);
    await change(store, promoted);
    await sees(1);
    await change(store, rolledBack);
    await sees(0);
  },
);

it("no release is reached by its own path", async () => {
  expect((await visitSite(local, "/releases/next/config.json")).status).toBe(403);
});
