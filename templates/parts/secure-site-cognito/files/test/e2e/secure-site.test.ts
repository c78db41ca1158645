import { createSign, generateKeyPairSync } from "node:crypto";
import { get } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { editor, signIn, signInBy } from "../login.ts";
import { cookiesOf, open, signInFor } from "../visitor.ts";

let local: LocalCloud;
let session: string[];
let site: string;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
  site = local.url("distribution");
  session = cookiesOf(await signInFor(local, "/"));
});
afterAll(() => local?.close());

const location = (response: Response) => response.headers.get("location") ?? "";
const isSentToSignIn = (response: Response) =>
  response.status === 302 && location(response).startsWith(`${local.url("login")}/oauth2/authorize?`);
const tokenOf = (cookies: string[]) =>
  cookies.find((cookie) => cookie.startsWith("__Host-session="))?.split("=")[1] ?? "";
const asSession = (token: string) => [`__Host-session=${token}`];

/** The cookie of a sign-in that is under way, with something changed in it. */
function edited([cookie = ""]: string[], change: object): string[] {
  const [name, kept = ""] = cookie.split("=");
  const pending = { ...JSON.parse(Buffer.from(kept, "base64url").toString()), ...change };
  return [`${name}=${Buffer.from(JSON.stringify(pending)).toString("base64url")}`];
}

/** Asks for a path letter by letter, from which `fetch` would take the dots. */
function statusOf(path: string): Promise<number | undefined> {
  const { hostname, port } = new URL(site);
  return new Promise((done, fail) => {
    get({ hostname, port, path, headers: { host: `${hostname}:${port}` } }, (response) => {
      response.resume();
      done(response.statusCode);
    }).once("error", fail);
  });
}

describe("who has not signed in", () => {
  it.each([
    "/",
    "/orders/new?a=1",
    "/index.html",
    "/assets/any.js",
    "/no-such-file.txt",
  ])("is sent from %s to sign in", async (path) => {
    expect(isSentToSignIn(await open(local, path))).toBe(true);
  });

  it("gets no file of the site, and no redirect for a script", async () => {
    const script = await fetch(`${site}/config.json`);
    expect(script.status).toBe(401);
    expect(await script.text()).not.toContain("apiBaseUrl");
  });

  it("finds only the public words of the sign-in beside it", async () => {
    expect((await open(local, "/_edge/index.html")).status).toBe(403);
    const words = (await (await open(local, "/_edge/sign-in.json")).json()) as object;
    expect(Object.keys(words).sort()).toEqual(["clientId", "loginUrl", "siteUrl", "userPoolId"]);
  });

  it.each([
    "/_edge/../index.html",
    "/_edge/%2e%2e/index.html",
    "/x/../_edge/index.html",
  ])("gets no page by %s", async (path) => {
    expect([401, 403, 404]).toContain(await statusOf(path));
  });
});

describe("who signs in", () => {
  it("comes back to the very page that was asked for, and sees the site", async () => {
    const back = await signInFor(local, "/orders/new?from=mail");
    expect([back.status, location(back)]).toEqual([302, `${site}/orders/new?from=mail`]);
    for (const cookie of back.headers.getSetCookie()) {
      expect(cookie).toMatch(
        /^__Host-[a-z0-9-]+=[^;]*; Path=\/; Max-Age=\d+; Secure; HttpOnly; SameSite=Lax$/,
      );
    }
    const page = await open(local, "/orders/new", cookiesOf(back));
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("<html");
  });

  it.each(["/", "/?from=mail"])("comes back to %s, and not to the file behind it", async (path) => {
    expect(location(await signInFor(local, path))).toBe(`${site}${path}`);
  });

  it("with a wrong password is not let in", async () => {
    const asked = await open(local, "/");
    const wrong = { ...editor, password: "Not-the-word-1" };
    await expect(signInBy(local, location(asked), wrong)).rejects.toThrow("not signed in");
  });

  it("in two tabs comes back to the page of each", async () => {
    const paths = ["/orders/new?tab=1", "/orders/new?tab=2"];
    const one = await open(local, paths[0] ?? "");
    const two = await open(local, paths[1] ?? "", cookiesOf(one));
    const browser = [one, two].flatMap(cookiesOf);
    for (const [index, asked] of [one, two].entries()) {
      const back = await open(local, await signInBy(local, location(asked), editor), browser);
      expect([back.status, location(back)]).toEqual([302, `${site}${paths[index]}`]);
    }
  });

  it("comes back to a long address, and to the first page in place of one that is too long for a cookie", async () => {
    const [long, longer] = [1_900, 4_000].map((length) => `/orders/new?from=${"x".repeat(length)}`);
    expect(location(await signInFor(local, long ?? ""))).toBe(`${site}${long}`);
    expect(location(await signInFor(local, longer ?? ""))).toBe(`${site}/`);
  });

  it.each([
    "/elsewhere",
    "//evil.example/",
    "https://evil.example/",
  ])("is refused when the page to go on to was changed to %s", async (to) => {
    const asked = await open(local, "/");
    const back = await open(
      local,
      await signInBy(local, location(asked), editor),
      edited(cookiesOf(asked), { to }),
    );
    expect([back.status, location(back)]).toEqual([400, ""]);
  });

  it("goes to the site by an answer of the login page that was used", async () => {
    const asked = await open(local, "/orders/new");
    const back = await signInBy(local, location(asked), editor);
    const own = cookiesOf(await open(local, back, cookiesOf(asked)));
    const again = await open(local, back, own);
    expect([again.status, location(again)]).toEqual([302, `${site}/`]);
    expect(again.headers.getSetCookie()).toEqual([]);
  });

  it("is refused with another state, without the cookie, and with a code that was used", async () => {
    const asked = await open(local, "/");
    const back = await signInBy(local, location(asked), editor);
    const other = new URL(back);
    other.searchParams.set("state", "other");
    expect((await open(local, other.href, cookiesOf(asked))).status).toBe(400);
    expect((await open(local, back)).status).toBe(400);
    expect((await open(local, back, ["__Host-sign-in=bm9uc2Vuc2U"])).status).toBe(400);
    expect((await open(local, back, cookiesOf(asked))).status).toBe(302);
    expect((await open(local, back, cookiesOf(asked))).status).toBe(400);
  });

  it("is refused when the answer is for another sign-in of the same browser", async () => {
    const [first, second] = [await open(local, "/"), await open(local, "/")];
    const back = new URL(await signInBy(local, location(first), editor));
    back.searchParams.set("state", new URL(location(second)).searchParams.get("state") ?? "");
    const browser = [first, second].flatMap(cookiesOf);
    expect((await open(local, back.href, browser)).status).toBe(400);
  });
});

describe("a session", () => {
  const parts = () => tokenOf(session).split(".");
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const payload = () => JSON.parse(Buffer.from(parts()[1] ?? "", "base64url").toString());
  const header = () => JSON.parse(Buffer.from(parts()[0] ?? "", "base64url").toString());

  it("of this pool and site is good", async () => {
    expect((await open(local, "/", session)).status).toBe(200);
  });

  it("that was tampered with is refused", async () => {
    const [head, , signature] = parts();
    const forged = [head, encoded({ ...payload(), email: "boss@example.com" }), signature].join(".");
    expect(isSentToSignIn(await open(local, "/", asSession(forged)))).toBe(true);
  });

  it("without a signature is refused", async () => {
    const none = `${encoded({ ...header(), alg: "none" })}.${parts()[1]}.`;
    expect(isSentToSignIn(await open(local, "/", asSession(none)))).toBe(true);
  });

  it("signed by somebody else is refused", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const text = `${encoded(header())}.${encoded(payload())}`;
    const signature = createSign("RSA-SHA256").update(text).sign(privateKey).toString("base64url");
    expect(isSentToSignIn(await open(local, "/", asSession(`${text}.${signature}`)))).toBe(true);
  });

  it("of another client is refused, and so is a token that is for APIs", async () => {
    const redirectUri = `${site}/_auth/callback`;
    const { clientId: id } = (await (await fetch(`${site}/_edge/sign-in.json`)).json()) as {
      clientId: string;
    };
    const [ofApi, ofSite] = [await signIn(local, editor), await signIn(local, editor, { id, redirectUri })];
    expect((await open(local, "/", asSession(ofSite.id_token))).status).toBe(200);
    for (const token of [ofApi.id_token, ofApi.access_token, ofSite.access_token]) {
      expect(isSentToSignIn(await open(local, "/", asSession(token)))).toBe(true);
    }
  });

  it("that is over is renewed without signing in", async () => {
    const refresh = session.filter((cookie) => cookie.startsWith("__Host-refresh="));
    const renewed = await open(local, "/orders/new", refresh);
    expect([renewed.status, location(renewed)]).toEqual([302, `${site}/orders/new`]);
    expect((await open(local, "/orders/new", cookiesOf(renewed))).status).toBe(200);
    expect(isSentToSignIn(await open(local, "/", ["__Host-refresh=forged"]))).toBe(true);
  });

  it("ends by signing out, at the login page too; no other site can ask for it", async () => {
    const headers = { cookie: session.join("; "), "sec-fetch-site": "cross-site" };
    const foreign = await fetch(`${site}/_auth/sign-out`, { headers, redirect: "manual" });
    expect(foreign.status).toBe(403);
    const own = cookiesOf(await signInFor(local, "/"));
    const pending = cookiesOf(await open(local, "/"));
    const out = await open(local, "/_auth/sign-out", [...own, ...pending]);
    expect(location(out)).toMatch(`${local.url("login")}/logout?`);
    expect(
      out.headers.getSetCookie().filter((cookie) => cookie.includes("=; Path=/; Max-Age=0;")),
    ).toHaveLength(3);
    const copied = own.filter((cookie) => cookie.startsWith("__Host-refresh="));
    expect(copied).toHaveLength(1);
    expect(isSentToSignIn(await open(local, "/orders/new", copied))).toBe(true);
  });
});
