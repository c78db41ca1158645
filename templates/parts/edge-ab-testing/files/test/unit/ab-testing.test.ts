import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { abTesting } from "../../infra/edge/ab-testing.ts";
import { experiment, firstWeights } from "../../infra/edge/experiment.ts";
import type { Reply, Visit } from "../../infra/edge/visit.ts";
import { parseWeights } from "../../infra/weights.ts";

const cookie = `__Host-${experiment.name}`;
const visit = (id: string, cookies: Visit["cookies"] = {}, uri = "/index.html"): Visit => ({
  id,
  uri,
  query: "",
  cookies,
  headers: {},
});
const weights = (value: Record<string, number> | undefined) => async () => value && JSON.stringify(value);

/** The variant in the path, and the cookie that goes with it. */
async function serve(each: Visit, settings = weights({ control: 50, candidate: 50 })) {
  const after = { ...each };
  await abTesting.request?.(each, settings);
  const reply: Reply = { headers: {}, cookies: [] };
  await abTesting.response?.(after, reply, settings);
  return { uri: each.uri, variant: each.uri.split("/")[2], cookies: reply.cookies };
}

describe("the A/B test", () => {
  let log: MockInstance<typeof console.log>;
  beforeEach(() => {
    log = vi.spyOn(console, "log").mockReturnValue(undefined);
  });
  afterEach(() => log.mockRestore());

  it("logs the exposure and keeps a visitor in the variant of the cookie, whatever the weights", async () => {
    const first = await serve(visit("first"));
    expect(first.cookies).toEqual([
      `${cookie}=${first.variant}; Path=/; Max-Age=2592000; Secure; HttpOnly; SameSite=Lax`,
    ]);
    expect(log.mock.calls).toEqual([
      [JSON.stringify({ exposure: experiment.name, variant: first.variant, request: "first" })],
    ]);
    log.mockClear();
    const name = cookie.toLowerCase();
    const again = await serve(visit("again", { [name]: "candidate" }), weights({ control: 1, candidate: 0 }));
    expect(again).toEqual({ uri: "/variants/candidate/index.html", variant: "candidate", cookies: [] });
    expect(log).not.toHaveBeenCalled();
  });

  it("splits 10,000 visits by the weights, within four standard deviations", async () => {
    const visits = 10_000;
    const settings = weights({ control: 70, candidate: 30 });
    let candidates = 0;
    for (let index = 0; index < visits; index += 1) {
      const { variant } = await serve(visit(`visit-${index}`), settings);
      if (variant === "candidate") candidates += 1;
    }
    expect(Math.abs(candidates / visits - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / visits));
  });

  it("draws again for a cookie of no variant, by the first weights until some are set", async () => {
    const forged = await serve(visit("f", { [cookie.toLowerCase()]: "../../x" }), weights({ candidate: 1 }));
    expect(forged.variant).toBe("candidate");
    for (const id of ["a", "b", "c", "d", "e", "f", "g", "h"]) {
      const { variant } = await serve(visit(id), weights(firstWeights));
      expect((await serve(visit(id), weights(undefined))).variant).toBe(variant);
    }
    expect((await serve(visit("z"), weights({ control: 0, candidate: 0 }))).variant).toBe("control");
  });

  it("leaves files alone that every variant has", async () => {
    expect(await serve(visit("a", {}, "/assets/app-1.js"))).toMatchObject({
      uri: "/assets/app-1.js",
      cookies: [],
    });
  });
});

describe("weights", () => {
  it("are read", () => {
    expect(parseWeights(["control=90", "candidate=10"])).toEqual({ control: 90, candidate: 10 });
  });

  it("name every fault", () => {
    expect(() => parseWeights(["other=90", "control=x"])).toThrow(
      /no variant "other".*"x" is not a weight.*"candidate" has no weight/s,
    );
    expect(() => parseWeights(["control=0", "candidate=0"])).toThrow("more than 0");
  });
});
