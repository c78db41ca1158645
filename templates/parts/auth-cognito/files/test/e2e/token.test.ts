import { afterAll, beforeAll, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { tokenOf } from "../../dev/token.ts";
import { apiUrl } from "../api.ts";
import { bearer } from "../bearer.ts";
import { editor, reader } from "../login.ts";

let local: LocalCloud;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
});
afterAll(() => local?.close());

it.each([editor, reader])("dev/token.ts prints a token of $email that the API takes", async ({ email }) => {
  const token = await tokenOf(email, local.console);
  expect((await bearer(token)(`${apiUrl(local)}/orders`)).status).toBe(200);
});

it("dev/token.ts says whom it does not know, and when nothing runs", async () => {
  await expect(tokenOf("nobody@example.com", local.console)).rejects.toThrow("is not in dev/config.ts");
  await expect(tokenOf(editor.email, "http://127.0.0.1:1/__local")).rejects.toThrow('Does "dev" run?');
});
