import { expect, it } from "vitest";
import { signedIn } from "../../infra/edge/signed-in.ts";

const signIn = {
  userPoolId: "eu-west-1_Pool12345",
  clientId: "site",
  loginUrl: "https://login.example",
  siteUrl: "https://shop.example:8443",
};
const asked = (host: string, uri: string, headers: Record<string, string> = { accept: "text/html" }) => {
  const visit = { id: "visit", uri, query: "a=1", cookies: {}, headers: { ...headers, host } };
  return signedIn.request?.(visit, async () => JSON.stringify(signIn));
};

it.each([
  ["d111111abcdef8.cloudfront.net", "/orders/new", "/orders/new?a=1"],
  ["d111111abcdef8.cloudfront.net", "/index.html", "/?a=1"],
  ["d111111abcdef8.cloudfront.net", "//evil.example/", "/"],
  ["shop.example", "/orders", "/orders?a=1"],
])("leads who asks %s for %s to the name of the site, and begins no sign-in there", async (host, uri, path) => {
  const answer = await asked(host, uri);
  expect([answer?.status, answer?.headers.location]).toEqual([302, `${signIn.siteUrl}${path}`]);
  expect(answer?.cookies).toEqual([]);
});

it.each(["shop.example:8443", "Shop.Example:8443"])("begins a sign-in at %s", async (host) => {
  const answer = await asked(host, "/orders");
  expect(answer?.headers.location).toMatch(`${signIn.loginUrl}/oauth2/authorize?`);
  expect(answer?.cookies).toHaveLength(1);
});

it("leads no script anywhere", async () => {
  expect((await asked("d111111abcdef8.cloudfront.net", "/config.json", {}))?.status).toBe(401);
});
