import { createSign, generateKeyPairSync } from "node:crypto";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { isSession, samePath } from "../../infra/edge/tokens.ts";

interface JwtVerifier {
  cacheJwks(jwks: { keys: object[] }): void;
}

const pair = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
const [own, foreign] = [pair(), pair()];
const jwk = { ...own.publicKey.export({ format: "jwk" }), kid: "one", alg: "RS256", use: "sig" };

// The verifier is the real one: only the pool's public keys, which it would fetch, are given to it.
const { create } = CognitoJwtVerifier as unknown as { create(properties: object): JwtVerifier };
beforeAll(() => {
  const withKeys = (properties: object) => {
    const verifier = create.call(CognitoJwtVerifier, properties);
    verifier.cacheJwks({ keys: [jwk] });
    return verifier;
  };
  vi.spyOn(CognitoJwtVerifier, "create").mockImplementation(withKeys as never);
});
afterAll(() => vi.restoreAllMocks());

const userPoolId = "eu-west-1_Pool12345";
const signIn = { userPoolId, clientId: "site", loginUrl: "", siteUrl: "" };
const now = Math.floor(Date.now() / 1000);
const good = {
  iss: `https://cognito-idp.eu-west-1.amazonaws.com/${userPoolId}`,
  aud: "site",
  token_use: "id",
  iat: now - 10,
  exp: now + 600,
};
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
function token(claims: object = {}, { alg = "RS256", key = own.privateKey } = {}): string {
  const text = `${encoded({ alg, kid: "one", typ: "JWT" })}.${encoded({ ...good, ...claims })}`;
  const signature =
    alg === "none" ? "" : createSign("RSA-SHA256").update(text).sign(key).toString("base64url");
  return `${text}.${signature}`;
}

it("takes a token of this pool for this site", async () => {
  expect(await isSession(token(), signIn)).toBe(true);
});

// Each has one fault alone, and the pool's own signature unless that is the fault.
it.each([
  ["is over", token({ exp: now - 1 })],
  ["is of another pool", token({ iss: good.iss.replace(/\w+$/, "Other6789") })],
  ["is of another Region", token({ iss: good.iss.replace("eu-west-1.", "us-east-1.") })],
  ["is for another client", token({ aud: "api" })],
  ["is for APIs", token({ token_use: "access", client_id: "site" })],
  ["is not good yet", token({ nbf: now + 600 })],
  ["is signed by somebody else", token({}, { key: foreign.privateKey })],
  ["is not signed", token({}, { alg: "none" })],
])("refuses a token that %s", async (_, bad) => {
  expect(await isSession(bad, signIn)).toBe(false);
});

it("refuses none at all", async () => {
  expect(await isSession(undefined, signIn)).toBe(false);
});

it.each([
  "//evil.example/",
  "/\\evil.example",
  "https://evil.example/",
  "/a\tb",
  "",
  undefined,
])("makes the first page of %j, which leads to another site", (path) => {
  expect(samePath(path)).toBe("/");
});
