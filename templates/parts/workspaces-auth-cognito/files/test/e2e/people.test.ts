import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { tokenOf } from "../../dev/token.ts";
import { editor, reader, signIn, type Tokens } from "../../services/auth/test/login.ts";
import { badToken, missingScope } from "../../services/orders/test/refusals.ts";
import { services, urlOf } from "../addresses.ts";

let local: LocalCloud;
let tokens: Tokens;
let readers: Tokens;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
  tokens = await signIn(local, editor);
  readers = await signIn(local, reader);
});
afterAll(() => local?.close());

const send = async (method: string, url: string, token: string) =>
  (await fetch(url, { method, headers: { authorization: `Bearer ${token}` } })).status;

describe.each(services)("a token of the auth service, at %s", (service) => {
  const at = (path: string) => `${urlOf(local, service)}/${service}${path}`;

  it("lets in an editor to read and to write, and a reader to read alone", async () => {
    expect(await send("GET", at(""), tokens.access_token)).toBe(200);
    expect(await send("DELETE", at("/no-such-thing"), tokens.access_token)).toBe(404);
    expect(await send("GET", at(""), readers.access_token)).toBe(200);
    expect(await send("DELETE", at("/no-such-thing"), readers.access_token)).toBe(missingScope);
  });

  it("is refused when it is an ID token, or was changed", async () => {
    expect(await send("GET", at(""), tokens.id_token)).toBe(missingScope);
    const [header, claims = "", signature] = tokens.access_token.split(".");
    const forged = { ...JSON.parse(Buffer.from(claims, "base64url").toString()), sub: "somebody else" };
    const changed = Buffer.from(JSON.stringify(forged)).toString("base64url");
    expect(await send("GET", at(""), `${header}.${changed}.${signature}`)).toBe(badToken);
  });

  it("is what dev/token.ts prints", async () => {
    expect(await send("GET", at(""), await tokenOf(reader.email, local.console))).toBe(200);
  });
});
