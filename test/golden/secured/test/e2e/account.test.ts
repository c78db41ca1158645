import { afterAll, beforeAll, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { cognitoClient, reader, signIn } from "../login.ts";

let local: LocalCloud;
let AccessToken: string;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
  AccessToken = (await signIn(local, reader)).access_token;
});
afterAll(() => local?.close());

it("with the token of a page, people set up an authenticator app, which needs its code", async () => {
  const cognito = cognitoClient(local);
  const { SecretCode } = await cognito.associateSoftwareToken({ AccessToken });
  expect(SecretCode).toMatch(/^[A-Z2-7]{52}$/);
  const wrong = cognito.verifySoftwareToken({ AccessToken, UserCode: "abcdef" });
  await expect(wrong).rejects.toThrow();
  expect((await signIn(local, reader)).access_token).toBeTruthy();
});

it("a token that got into wrong hands changes no address by which a password is reset", async () => {
  const UserAttributes = [{ Name: "email", Value: "thief@example.com" }];
  const change = cognitoClient(local).updateUserAttributes({ AccessToken, UserAttributes });
  await expect(change).rejects.toThrow("unauthorized attribute");
});
