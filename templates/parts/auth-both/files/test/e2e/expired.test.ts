import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { apiUrl } from "../api.ts";
import { bearer } from "../bearer.ts";
import { editor, signIn } from "../login.ts";
import { badToken } from "../refusals.ts";

let local: LocalCloud;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
});
afterAll(() => local?.close());
afterEach(() => vi.useRealTimers());

/** What the API answers to a token of some minutes ago. The function that checks it has the clock of this machine. */
async function statusOf(minutesAgo: number): Promise<number> {
  vi.useFakeTimers({ now: Date.now() - minutesAgo * 60_000, toFake: ["Date"] });
  const { access_token } = await signIn(local, editor);
  vi.useRealTimers();
  return (await bearer(access_token)(`${apiUrl(local)}/orders`)).status;
}

it("the API refuses a token after its 15 minutes", async () => {
  expect(await statusOf(14)).toBe(200);
  expect(await statusOf(15)).toBe(badToken);
});
