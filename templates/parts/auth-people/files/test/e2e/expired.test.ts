import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { apiUrl } from "../api.ts";
import { bearer } from "../bearer.ts";
import { editor, signIn } from "../login.ts";

let local: LocalCloud;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
});
afterAll(() => local?.close());
afterEach(() => vi.useRealTimers());

it("the API refuses a token after its 15 minutes, also one that it has just taken", async () => {
  const { access_token } = await signIn(local, editor);
  const signedIn = Date.now();
  const statusAfter = async (minutes: number) => {
    vi.useFakeTimers({ now: signedIn + minutes * 60_000, toFake: ["Date"] });
    return (await bearer(access_token)(`${apiUrl(local)}/orders`)).status;
  };
  expect(await statusAfter(0)).toBe(200);
  expect(await statusAfter(14.8)).toBe(200);
  expect(await statusAfter(15)).toBe(401);
  expect(await statusAfter(16)).toBe(401);
});
