import type { LocalCloud } from "../dev/local-cloud.mjs";
import { bearer } from "./bearer.ts";
import { editor, signIn } from "./login.ts";

/** Calls the API as somebody who may do everything: an editor. */
export async function apiCaller(local: LocalCloud): Promise<typeof fetch> {
  const { access_token } = await signIn(local, editor);
  return bearer(access_token);
}
