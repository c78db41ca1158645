import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localKeys } from "../../dev/keys.ts";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { services, urlOf } from "../addresses.ts";

let local: LocalCloud;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
});
afterAll(() => local?.close());

const send = (method: string, path: string, key: string) =>
  fetch(path, { method, headers: { authorization: `Bearer ${key}` } });

describe.each(services)("a key of the auth service, at %s", (service) => {
  const at = (path: string) => `${urlOf(local, service)}/${service}${path}`;

  it("opens the routes of its scopes, and no other", async () => {
    expect((await send("GET", at(""), localKeys.reader)).status).toBe(200);
    expect((await send("DELETE", at("/no-such-thing"), localKeys.reader)).status).toBe(403);
    expect((await send("DELETE", at("/no-such-thing"), localKeys.editor)).status).toBe(404);
  });

  it("is refused where nobody has made it", async () => {
    expect((await send("GET", at(""), `unknown-key-.${"x".repeat(43)}`)).status).toBe(403);
  });
});
