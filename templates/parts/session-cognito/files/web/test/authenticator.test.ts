import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { authenticatorOf, type Secret } from "../src/authenticator.ts";

/** What Cognito got, in order, and what it answers to each action. */
let asked: { action: string; input: Record<string, unknown> }[];
let answers: Record<string, () => Response>;
const refuse = (name: string) => () =>
  Response.json({ __type: name, message: "Cognito's words" }, { status: 400 });

beforeEach(() => {
  asked = [];
  answers = {};
  vi.stubGlobal("location", { hostname: "shop.example" });
  vi.stubGlobal("fetch", async (url: string, { headers, body }: { headers: object; body: string }) => {
    expect(url).toBe("https://cognito.example");
    const action = new Headers(headers as HeadersInit).get("x-amz-target")?.split(".")[1] ?? "";
    asked.push({ action, input: JSON.parse(body) });
    return answers[action]?.() ?? Response.json({});
  });
});
afterEach(() => vi.unstubAllGlobals());

const authenticator = authenticatorOf({
  user: "ada@example.com",
  cognitoUrl: "https://cognito.example",
  accessToken: async () => "token",
});

it("gives a new secret as text, as an address and as a picture", async () => {
  answers.AssociateSoftwareToken = () => Response.json({ SecretCode: "ABCDEFGH23" });
  const { text, uri, qrCode } = (await authenticator.open()) as Secret;
  expect(text).toBe("ABCD EFGH 23");
  expect(uri).toBe("otpauth://totp/shop.example:ada%40example.com?secret=ABCDEFGH23&issuer=shop.example");
  expect(decodeURIComponent(qrCode)).toMatch(/^data:image\/svg\+xml,<svg /);
});

it("gives none to who has an app", async () => {
  answers.GetUser = () => Response.json({ UserMFASettingList: ["SOFTWARE_TOKEN_MFA"] });
  expect(await authenticator.open()).toBe("on");
  expect(asked.map(({ action }) => action)).toEqual(["GetUser"]);
});

it("is on once its code was right, and off when it is removed", async () => {
  await authenticator.turnOn("123456");
  await authenticator.turnOff();
  const settings = (on: boolean) => ({
    AccessToken: "token",
    SoftwareTokenMfaSettings: { Enabled: on, PreferredMfa: on },
  });
  const verified = { AccessToken: "token", UserCode: "123456", FriendlyDeviceName: "Authenticator app" };
  expect(asked).toEqual([
    { action: "VerifySoftwareToken", input: verified },
    { action: "SetUserMFAPreference", input: settings(true) },
    { action: "SetUserMFAPreference", input: settings(false) },
  ]);
});

it.each([
  ["EnableSoftwareTokenMFAException", "This code is not right."],
  ["NotAuthorizedException", "Your sign-in is over."],
  ["LimitExceededException", "These were too many attempts."],
  ["SomethingElseException", "Cognito's words"],
])("says what %s means, and turns nothing on", async (name, words) => {
  answers.VerifySoftwareToken = refuse(name);
  await expect(authenticator.turnOn("123456")).rejects.toThrow(words);
  expect(asked.map(({ action }) => action)).toEqual(["VerifySoftwareToken"]);
});

it("says when Cognito cannot be reached", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  await expect(authenticator.turnOff()).rejects.toThrow("cannot be reached");
});
