import { readBody } from "@shared/lib/body.ts";
import { fingerprint } from "@shared/lib/fingerprint.ts";
import { handle } from "@shared/lib/http.ts";
import { idempotencyKey } from "@shared/lib/idempotency-key.ts";
import { NewItem, newItem } from "../item.ts";
import { createItem } from "../item-store.ts";
import { name } from "../name.ts";

/** POST on the list */
export const handler = handle(async (request) => {
  const key = idempotencyKey(request, "item");
  const content = readBody(NewItem, request.body);
  const draft = newItem(content);
  const item = await createItem(draft, key, fingerprint(content));
  console.info({ event: "item created", itemId: item.id, repeated: item.id !== draft.id });
  // Relative to the request's own URL, which may begin with the stage's name.
  return { status: 201, headers: { location: `${name}/${item.id}` }, body: item };
});
