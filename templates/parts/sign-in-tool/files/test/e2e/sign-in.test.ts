import { afterAll, beforeAll, expect, it } from "vitest";
import { type LocalCloud, startLocal } from "../../dev/local-cloud.mjs";
import { signIn } from "../../infra/sign-in.ts";
import { apiUrl } from "../api.ts";
import { bearer } from "../bearer.ts";
import { appClient, editor, signInBy } from "../login.ts";

let local: LocalCloud;
beforeAll(async () => {
  local = await startLocal({ port: 0 });
});
afterAll(() => local?.close());

it("infra/sign-in.ts prints a token that the API takes", async () => {
  const { id } = await appClient(local);
  let visit: Promise<unknown> = Promise.resolve();
  const token = await signIn(local.url("login"), id, (url) => {
    visit = signInBy(local, url, editor).then((back) => fetch(back));
  });
  await visit;
  expect((await bearer(token)(`${apiUrl(local)}/orders`)).status).toBe(200);
});
