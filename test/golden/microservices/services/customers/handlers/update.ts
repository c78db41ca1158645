import { readBody } from "@shared/lib/body.ts";
import { handle } from "@shared/lib/http.ts";
import { ItemUpdate } from "../item.ts";
import { updateItem } from "../item-store.ts";

/** PUT on an item */
export const handler = handle(async ({ path, body }) => {
  const item = await updateItem(path.id ?? "", readBody(ItemUpdate, body));
  console.info({ event: "item updated", itemId: item.id, version: item.version });
  return { status: 200, body: item };
});
