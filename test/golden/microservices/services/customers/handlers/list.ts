import { handle } from "@shared/lib/http.ts";
import { pageOf, readPageRequest } from "@shared/lib/page.ts";
import { listItems } from "../item-store.ts";

/** GET on the list, with ?limit=20&cursor=... */
export const handler = handle(async (request) => {
  return { status: 200, body: pageOf(await listItems(readPageRequest(request))) };
});
