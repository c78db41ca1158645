import { describe, expect, it } from "vitest";
import { begin, forget, keep, pendingOf, stateOf } from "../../infra/edge/pending.ts";
import { askToSignIn } from "../../infra/edge/sign-in.ts";
import type { Visit } from "../../infra/edge/visit.ts";

const signIn = {
  userPoolId: "eu-west-1_Pool12345",
  clientId: "site",
  loginUrl: "https://login.example",
  siteUrl: "https://shop.example",
};
const headers = { accept: "text/html" };
const visit = (uri: string, cookies: Visit["cookies"] = {}, query = ""): Visit => ({
  id: "visit",
  uri,
  query,
  cookies,
  headers,
});

/** The cookies of a browser after an answer: those that it had, those that are set, and none that is cleared. */
function browserAfter(cookies: Visit["cookies"], set: string[]): Visit["cookies"] {
  const kept = new Map(Object.entries(cookies));
  for (const [name = "", value = ""] of set.map((each) => each.split(/[=;]/))) {
    if (value) kept.set(name.toLowerCase(), value);
    else kept.delete(name.toLowerCase());
  }
  return Object.fromEntries(kept);
}

describe("a sign-in that is under way", () => {
  it("is found by its state, beside another of the same browser", () => {
    const [one, two] = [begin("/orders/one"), begin("/orders/two")];
    const cookies = [one, two].reduce((all, each) => browserAfter(all, keep(each, visit("/", all))), {});
    expect(pendingOf(visit("/", cookies), stateOf(one))).toEqual(one);
    expect(pendingOf(visit("/", cookies), stateOf(two))).toEqual(two);
    const left = browserAfter(cookies, [forget(one)]);
    expect(pendingOf(visit("/", left), stateOf(one))).toBeUndefined();
    expect(pendingOf(visit("/", left), stateOf(two))).toEqual(two);
  });

  it.each([
    { to: "/elsewhere" },
    { nonce: "n" },
    { verifier: "v" },
    { salt: "s" },
    { to: "" },
    { to: 1 },
  ])("is none when it was changed: %j", (change) => {
    const pending = begin("/orders");
    const [name = ""] = keep(pending, visit("/"))[0]?.split("=") ?? [];
    const kept = (value: object) =>
      visit("/", { [name.toLowerCase()]: Buffer.from(JSON.stringify(value)).toString("base64url") });
    expect(pendingOf(kept(pending), stateOf(pending))).toEqual(pending);
    expect(pendingOf(kept({ ...pending, ...change }), stateOf(pending))).toBeUndefined();
  });

  it.each(["", "other", "a".repeat(64), "; Path=/", "__proto__"])("is none of the state %j", (state) => {
    expect(pendingOf(visit("/", browserAfter({}, keep(begin("/"), visit("/")))), state)).toBeUndefined();
  });

  it("is one of the four that were begun last", () => {
    const begun = Array.from({ length: 6 }, (_, index) => begin(`/orders/${index}`));
    const cookies = begun.reduce((all, each) => browserAfter(all, keep(each, visit("/", all))), {
      "__host-session": "a.b.c",
    } as Visit["cookies"]);
    expect(Object.keys(cookies)).toHaveLength(5);
    expect(begun.map((each) => pendingOf(visit("/", cookies), stateOf(each))?.to)).toEqual([
      undefined,
      undefined,
      "/orders/2",
      "/orders/3",
      "/orders/4",
      "/orders/5",
    ]);
  });

  it.each([
    ["/orders", "a=1", "/orders?a=1"],
    ["/orders", "q".repeat(1_900), `/orders?${"q".repeat(1_900)}`],
    ["/orders", "q".repeat(2_100), "/"],
    ["/orders", '"'.repeat(1_500), "/"],
  ])("has a cookie that every browser takes: %s?%.5s", (uri, query, to) => {
    const { headers, cookies } = askToSignIn(visit(uri, {}, query), signIn);
    const [cookie = ""] = cookies;
    expect(cookie.length).toBeLessThan(4_096);
    const state = new URL(headers.location ?? "").searchParams.get("state") ?? "";
    expect(pendingOf(visit("/", browserAfter({}, cookies)), state)?.to).toBe(to);
  });
});
