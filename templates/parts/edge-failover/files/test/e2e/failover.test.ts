import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { visitSite } from "../visitor.ts";

let local: LocalCloud;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
});
afterAll(() => local?.close());

/** Names of the buckets on this machine. */
async function bucket(name: RegExp): Promise<string> {
  const list = await (await fetch(local.endpoint)).text();
  const names = [...list.matchAll(/<Name>([^<]*)<\/Name>/g)].map(([, found = ""]) => found);
  return names.find((each) => name.test(each)) ?? "";
}

async function keysOf(name: string): Promise<string[]> {
  const list = await (await fetch(`${local.endpoint}/${name}?list-type=2`)).text();
  return [...list.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = ""]) => key);
}

const put = (name: string, body: string) =>
  fetch(`${local.endpoint}/${name}/assets/where.txt`, {
    method: "PUT",
    headers: { "content-type": "text/plain", "cache-control": "no-cache" },
    body,
  });

describe("the copy of the site", () => {
  it("has every file that the bucket of the site has", async () => {
    const keys = await keysOf(await bucket(/sitebucket/i));
    expect(keys.length).toBeGreaterThan(0);
    expect(await keysOf(await bucket(/sitestandby/i))).toEqual(keys);
  });

  it("answers while that bucket fails, and no longer than that", { timeout: 60_000 }, async () => {
    await put(await bucket(/sitebucket/i), "own");
    await put(await bucket(/sitestandby/i), "copy");
    const where = async () => (await visitSite(local, "/assets/where.txt")).text();
    expect(await where()).toBe("own");
    const end = local.outage("SiteBucket");
    try {
      // The cache has what it was given for a second.
      await expect.poll(where, { timeout: 10_000, interval: 200 }).toBe("copy");
      const page = await visitSite(local, "/orders/new");
      expect(page.status).toBe(200);
      expect(await page.text()).toContain("<html");
    } finally {
      end();
    }
    // The bucket that has failed is left alone for a while.
    expect(await where()).toBe("copy");
    await expect.poll(where, { timeout: 30_000, interval: 500 }).toBe("own");
  });
});
