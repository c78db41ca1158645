import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { experiment, weightsKey } from "../../infra/edge/experiment.ts";
import { readSetting } from "../../infra/edge-settings.ts";
import { setWeights } from "../../infra/weights.ts";
import { settingsOf } from "../edge-settings.ts";
import { visitSite } from "../visitor.ts";

let local: LocalCloud;
let store: string;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
  store = settingsOf(local);
});
afterAll(() => local?.close());

/** One visit of the page: the variant that it shows, and the cookie that came with it. */
async function visit(cookie?: string) {
  const response = await visitSite(local, "/config.json", { headers: cookie ? { cookie } : {} });
  const { variant } = (await response.json()) as { variant: string };
  const own = response.headers.getSetCookie().find((each) => each.startsWith(`__Host-${experiment.name}=`));
  return { variant, cookie: own?.split(";")[0] };
}

const share = async (visits: number) => {
  let candidates = 0;
  for (let done = 0; done < visits; done += 50) {
    const seen = await Promise.all(Array.from({ length: 50 }, () => visit()));
    candidates += seen.filter(({ variant }) => variant === "candidate").length;
  }
  return candidates / visits;
};

describe("the A/B test on the distribution", () => {
  it("keeps a visitor in a variant, and the cache keeps variants apart", async () => {
    for (const variant of experiment.variants) {
      const cookie = `__Host-${experiment.name}=${variant}`;
      expect(await visit(cookie)).toEqual({ variant, cookie: undefined });
    }
    const first = await visit();
    expect(first.cookie).toBe(`__Host-${experiment.name}=${first.variant}`);
  });

  it("splits new visitors by weights that change without a deploy", { timeout: 120_000 }, async () => {
    // Nobody has set any yet: the first ones count.
    expect(await readSetting(store, weightsKey)).toBeUndefined();
    expect(Math.abs((await share(400)) - 0.5)).toBeLessThan(0.13);
    await setWeights(store, { control: 0, candidate: 1 });
    // Functions may keep a setting for some seconds.
    await expect.poll(() => share(50), { timeout: 30_000, interval: 500 }).toBe(1);
  });
});
