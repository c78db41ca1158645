import { afterAll, beforeAll, expect, it } from "vitest";
import { localKeys } from "../../dev/keys.ts";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { apiUrl } from "../api.ts";
import { bearer } from "../bearer.ts";

let local: LocalCloud;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
});
afterAll(() => local?.close());

const refusal = "User is not authorized to access this resource";

it.each([
  [
    "a bad key",
    `local-editor.${"x".repeat(43)}`,
    "GET",
    expect.stringContaining(`${refusal} with an explicit deny`),
  ],
  ["a good key without the scope", localKeys.reader, "DELETE", refusal],
])("%s is refused as the answer about it says", async (_what, key, method, Message) => {
  const response = await bearer(key)(`${apiUrl(local)}/orders/no-such-order`, { method });
  expect(response.status).toBe(403);
  expect(await response.json()).toEqual({ Message });
});
