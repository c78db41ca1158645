import { handle } from "@shared/lib/http.ts";
import { getItem } from "../item-store.ts";

/** GET on an item */
export const handler = handle(async ({ path }) => ({ status: 200, body: await getItem(path.id ?? "") }));
