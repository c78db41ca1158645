import { describe, expect, it } from "vitest";
import type { Releases } from "../../infra/edge/releases.ts";
import { rollout } from "../../infra/edge/rollout.ts";
import type { Reply, Visit } from "../../infra/edge/visit.ts";
import { promoted, rolledBack, shared } from "../../infra/rollout.ts";

const visit = (ticket?: string, uri = "/index.html"): Visit => ({
  id: "visit",
  uri,
  query: "",
  cookies: { "__host-rollout": ticket },
  headers: {},
});

async function releaseFor(ticket: string | undefined, releases: Releases) {
  const one = visit(ticket);
  await rollout.request?.(one, async () => JSON.stringify(releases));
  return one.uri.split("/")[2];
}

describe("the rollout at the edge", () => {
  it("gives the candidate to the tickets below the share, and keeps a ticket", async () => {
    const releases = { stable: "one", candidate: "two", percent: 10 };
    expect(await releaseFor("0999", releases)).toBe("two");
    expect(await releaseFor("1000", releases)).toBe("one");
    expect(await releaseFor("0000", { ...releases, percent: 0 })).toBe("one");
    expect(await releaseFor("9999", { ...releases, percent: 100 })).toBe("two");
    const reply: Reply = { headers: {}, cookies: [] };
    await rollout.response?.(visit("1234"), reply, async () => undefined);
    expect(reply.cookies).toEqual([]);
    await rollout.response?.(visit("forged"), reply, async () => undefined);
    expect(reply.cookies).toEqual([expect.stringMatching(/^__Host-rollout=\d{4}; Path=\/; .*HttpOnly/)]);
  });

  it("leaves shared files alone", async () => {
    const file = visit(undefined, "/assets/app-1.js");
    await rollout.request?.(file, async () => JSON.stringify({ stable: "one" }));
    expect(file.uri).toBe("/assets/app-1.js");
  });

  it("gives the pages of the last deploy while no release is chosen, and none by its own path", async () => {
    const served = async (uri: string) => {
      const one = visit(undefined, uri);
      expect(await rollout.request?.(one, async () => undefined)).toBeUndefined();
      return one.uri;
    };
    expect(await served("/index.html")).toBe("/index.html");
    expect(await served("/releases/two/index.html")).toBe("/releases/none/releases/two/index.html");
  });
});

describe("the commands", () => {
  const start: Releases = { stable: "one" };

  it("lead from a share to everybody, and back", () => {
    const some = shared(start, 10, "two");
    expect(some).toEqual({ stable: "one", candidate: "two", percent: 10 });
    expect(rolledBack(some)).toEqual(start);
    const all = promoted(shared(some, 50, "two"));
    expect(all).toEqual({ stable: "two", previous: "one" });
    expect(rolledBack(all)).toEqual(start);
  });

  it("say what is wrong", () => {
    expect(() => shared(start, 101, "two")).toThrow("0 to 100");
    expect(() => shared(start, 10, "one")).toThrow("already");
    expect(() => promoted(start)).toThrow("no candidate");
    expect(() => rolledBack(start)).toThrow("no release before");
  });
});
