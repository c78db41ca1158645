import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { apiUrl } from "../api.ts";
import { bearer } from "../bearer.ts";
import { cognitoClient, editor, reader, signIn, type Tokens } from "../login.ts";
import { badToken, missingScope } from "../refusals.ts";

let local: LocalCloud;
let tokens: Tokens;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
  tokens = await signIn(local, editor);
});
afterAll(() => local?.close());

const list = (token: string) => bearer(token)(`${apiUrl(local)}/orders`);
const create = (token: string) =>
  bearer(token)(`${apiUrl(local)}/orders`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": "once" },
    body: JSON.stringify({ customerId: "c-1", items: [{ sku: "tea", quantity: 1, unitPriceCents: 1 }] }),
  });

/** The token with some of its header or claims changed, as whoever lacks the key can. */
function changed(token: string, part: 0 | 1, values: object): string {
  const parts = token.split(".");
  const content = JSON.parse(Buffer.from(parts[part] ?? "", "base64url").toString());
  parts[part] = Buffer.from(JSON.stringify({ ...content, ...values })).toString("base64url");
  return parts.join(".");
}

describe("the API lets in", () => {
  it("an editor, to read and to write", async () => {
    expect((await list(tokens.access_token)).status).toBe(200);
    expect((await create(tokens.access_token)).ok).toBe(true);
  });

  it("a reader, to read alone", async () => {
    const { access_token } = await signIn(local, reader);
    expect((await list(access_token)).status).toBe(200);
    expect((await create(access_token)).status).toBe(missingScope);
  });
});

describe("the API refuses", () => {
  it("who brings no token", async () => {
    expect((await fetch(`${apiUrl(local)}/orders`)).status).toBe(401);
  });

  it("a token that was changed", async () => {
    const forged = changed(tokens.access_token, 1, { sub: "somebody else" });
    expect((await list(forged)).status).toBe(badToken);
  });

  it("a token that is not signed", async () => {
    const [header, claims] = changed(tokens.access_token, 0, { alg: "none" }).split(".");
    expect((await list(`${header}.${claims}.`)).status).toBe(badToken);
  });

  it("an ID token", async () => {
    expect((await list(tokens.id_token)).status).toBe(missingScope);
  });

  it("a token of another user pool", async () => {
    expect((await list(await tokenOfAnotherPool())).status).toBe(badToken);
  });
});

async function tokenOfAnotherPool(): Promise<string> {
  const cognito = cognitoClient(local);
  const { UserPool } = await cognito.createUserPool({ PoolName: "another" });
  const UserPoolId = UserPool?.Id;
  const { UserPoolClient } = await cognito.createUserPoolClient({
    UserPoolId,
    ClientName: "another",
    ExplicitAuthFlows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH"],
  });
  const somebody = { UserPoolId, Username: "somebody" };
  const Password = "Some-Password-1";
  await cognito.adminCreateUser(somebody);
  await cognito.adminSetUserPassword({ ...somebody, Password, Permanent: true });
  const { AuthenticationResult } = await cognito.adminInitiateAuth({
    UserPoolId,
    ClientId: UserPoolClient?.ClientId,
    AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: somebody.Username, PASSWORD: Password },
  });
  return AuthenticationResult?.AccessToken ?? "";
}
