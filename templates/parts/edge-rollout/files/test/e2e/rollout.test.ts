import { afterAll, beforeAll, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { builtRelease } from "../../infra/lib/release.ts";
import { change, type Place, promoted, rolledBack, shared } from "../../infra/rollout.ts";
import { settingsOf } from "../edge-settings.ts";
import { siteBucket } from "../site-bucket.ts";
import { visitSite } from "../visitor.ts";

let local: LocalCloud;
let place: Place;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
  const bucket = await siteBucket(local);
  place = { storeArn: settingsOf(local), bucket };
  // A release beside the one that is deployed, for whichever variant is asked for.
  const pages = { "config.json": JSON.stringify({ release: "next" }), "index.html": "<html></html>" };
  for (const variant of ["", "variants/control/", "variants/candidate/"]) {
    for (const [page, body] of Object.entries(pages)) {
      const headers = { "content-type": page.endsWith("json") ? "application/json" : "text/html" };
      const url = `${local.endpoint}/${bucket}/releases/next/${variant}${page}`;
      await fetch(url, { method: "PUT", headers, body });
    }
  }
});
afterAll(() => local?.close());

/** The release that somebody with a ticket gets; only those that this test puts there say their name. */
async function releaseFor(ticket: string): Promise<string | undefined> {
  const headers = { cookie: `__Host-rollout=${ticket}` };
  const response = await visitSite(local, "/config.json", { headers });
  return ((await response.json()) as { release?: string }).release;
}

/** How many of the tickets 0000, 0500, ... get the next release. */
async function share(): Promise<number> {
  const tickets = Array.from({ length: 20 }, (_, index) => String(index * 500).padStart(4, "0"));
  const seen = await Promise.all(tickets.map(releaseFor));
  return seen.filter((release) => release === "next").length / tickets.length;
}

/** Functions may keep a setting for some seconds. */
const sees = (expected: number) => expect.poll(share, { timeout: 30_000, interval: 500 }).toBe(expected);

it(
  "a release goes to 10, 50 and 100 percent of the visitors and back, without a deploy",
  { timeout: 120_000 },
  async () => {
    await sees(0);
    // The first change begins with what everybody has.
    expect(await change(place, (now) => now)).toEqual({ stable: builtRelease() });
    await sees(0);
    await change(place, (now) => shared(now, 10, "next"));
    await sees(0.1);
    await change(place, (now) => shared(now, 50, "next"));
    await sees(0.5);
    await change(place, promoted);
    await sees(1);
    await change(place, rolledBack);
    await sees(0);
  },
);

it("no release is reached by its own path", async () => {
  expect((await visitSite(local, "/releases/next/config.json")).status).toBe(403);
});

it("a release that was never deployed is given to nobody", { timeout: 60_000 }, async () => {
  await expect(change(place, (now) => shared(now, 100, "gone"))).rejects.toThrow(
    `Release gone is not in the bucket ${place.bucket}`,
  );
  await expect.poll(() => releaseFor("0000"), { timeout: 30_000, interval: 500 }).toBeUndefined();
});

it("a deploy says which release it has put there, and where", () => {
  const outputs = Object.values(local.outputs).flatMap((stack) => Object.entries(stack));
  expect(outputs).toContainEqual(["Release", builtRelease()]);
  expect(outputs).toContainEqual(["SiteBucket", place.bucket]);
});
