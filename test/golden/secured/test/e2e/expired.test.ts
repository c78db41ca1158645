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

it("the API refuses a token after its 15 minutes", async () => {
  const { access_token } = await signIn(local, editor);
  const list = () => bearer(access_token)(`${apiUrl(local)}/orders`);
  expect((await list()).status).toBe(200);
  vi.useFakeTimers({ now: Date.now() + 16 * 60_000, toFake: ["Date"] });
  expect((await list()).status).toBe(401);
});
