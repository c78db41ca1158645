import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openSession, type SignInConfig } from "../src/session.ts";

const config: SignInConfig = {
  issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Pool",
  clientId: "web",
  loginUrl: "https://login.example",
  cognitoUrl: "https://cognito.example",
};
const assign = vi.fn<(url: string) => void>();
/** What the login page got at its endpoints, by path and in order. */
let asked: { path: string; form: URLSearchParams }[];
/** Authorization headers that the API got. */
let seen: (string | null)[];
let answerRefresh: (turn: number) => Response | Promise<Response>;

const encoded = (value: unknown) => btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_");
function tokens(turn: number): Response {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: config.issuer, aud: "web", sub: "1", email: "ada@example.com", nonce: "n" };
  const idToken = [{ alg: "RS256" }, { ...claims, iat: now, exp: now + 900 }, "signature"]
    .map(encoded)
    .join(".");
  return Response.json({
    token_type: "Bearer",
    expires_in: 900,
    access_token: `access-${turn}`,
    refresh_token: `refresh-${turn}`,
    id_token: idToken.replaceAll("=", ""),
  });
}

async function send(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const url = new URL(String(input), "https://site.example");
  if (url.origin !== config.loginUrl) {
    seen.push(new Headers(init?.headers).get("authorization"));
    return Response.json({ items: [] });
  }
  const form = new URLSearchParams(String(init?.body));
  asked.push({ path: url.pathname, form });
  if (url.pathname === "/oauth2/revoke") return new Response();
  const turn = asked.filter(({ path }) => path === "/oauth2/token").length;
  return form.get("grant_type") === "refresh_token" ? answerRefresh(turn) : tokens(turn);
}

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  seen = [];
  answerRefresh = tokens;
  const href = "https://site.example/signed-in?code=c&state=s";
  const { origin, protocol, pathname, search } = new URL(href);
  vi.stubGlobal("location", { href, origin, protocol, pathname, search, hash: "", assign });
  vi.stubGlobal("history", { replaceState: vi.fn() });
  vi.stubGlobal("fetch", send);
  const visit = { state: "s", nonce: "n", verifier: "v".repeat(43), page: "/orders/new" };
  sessionStorage.setItem("sign-in", JSON.stringify(visit));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  assign.mockReset();
  sessionStorage.clear();
});

async function signedIn(more: Partial<SignInConfig> = {}) {
  const session = await openSession({ ...config, ...more });
  if (!session) throw new Error("Nobody is signed in.");
  return session;
}
const minutes = (count: number) => vi.advanceTimersByTime(count * 60_000);
const refreshes = () => asked.flatMap(({ form }) => form.get("refresh_token") ?? []);

it("calls the API with the token that the sign-in gave, as long as it is good", async () => {
  const session = await signedIn();
  expect(session.user).toBe("ada@example.com");
  minutes(13);
  await session.fetch("/api/orders");
  expect(seen).toEqual(["Bearer access-1"]);
  expect(refreshes()).toEqual([]);
});

it("refreshes once for requests that come at once, before the token is over", async () => {
  const session = await signedIn();
  minutes(14);
  await Promise.all([1, 2, 3].map((id) => session.fetch(`/api/orders/${id}`)));
  expect(refreshes()).toEqual(["refresh-1"]);
  expect(seen).toEqual(["Bearer access-2", "Bearer access-2", "Bearer access-2"]);
});

it("takes the refresh token that came with the last tokens: each is good once", async () => {
  const session = await signedIn();
  for (let times = 0; times < 3; times += 1) {
    minutes(14);
    await session.fetch("/api/orders");
  }
  expect(refreshes()).toEqual(["refresh-1", "refresh-2", "refresh-3"]);
  expect(seen).toEqual(["Bearer access-2", "Bearer access-3", "Bearer access-4"]);
});

it("changes the account with a token that is good", async () => {
  const session = await signedIn();
  minutes(14);
  const bodies: unknown[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    if (url !== config.cognitoUrl) return send(url, init);
    bodies.push(JSON.parse(String(init.body)));
    return Response.json({});
  });
  await session.authenticator.turnOff();
  expect(bodies).toEqual([expect.objectContaining({ AccessToken: "access-2" })]);
});

it("calls with the old token when a refresh fails, and tries again for the next request", async () => {
  const session = await signedIn();
  minutes(14);
  answerRefresh = () => Response.json({ error: "invalid_grant" }, { status: 400 });
  await session.fetch("/api/orders");
  answerRefresh = tokens;
  await session.fetch("/api/orders");
  expect(seen).toEqual(["Bearer access-1", "Bearer access-3"]);
});

it.each([
  [undefined, "https://login.example/logout?client_id=web&logout_uri=https%3A%2F%2Fsite.example%2F"],
  ["/_auth/sign-out", "/_auth/sign-out"],
])("signs out where the site says (%s), once the token is revoked", async (signOutUrl, target) => {
  const session = await signedIn({ signOutUrl });
  await session.signOut();
  expect(asked.at(-1)?.path).toBe("/oauth2/revoke");
  expect(asked.at(-1)?.form.get("token")).toBe("refresh-1");
  expect(assign.mock.calls).toEqual([[target]]);
  expect(sessionStorage.length).toBe(0);
});
