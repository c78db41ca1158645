import { handle } from "@shared/lib/http.ts";
import { deleteItem } from "../item-store.ts";

/** DELETE on an item */
export const handler = handle(async ({ path }) => {
  const id = path.id ?? "";
  await deleteItem(id);
  console.info({ event: "item deleted", itemId: id });
  return { status: 204 };
});
