import { decodeCursor, encodeCursor, type Position } from "./cursor.ts";
import type { Request } from "./http.ts";
import { Problem } from "./problem.ts";

/** What a client asks of a list: `?limit=20&cursor=...`. */
export interface PageRequest {
  limit: number;
  /** The last one that the client has seen. */
  after?: Position;
}

export function readPageRequest({ query }: Request): PageRequest {
  const limit = Number(query.limit ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw new Problem(400, "limit has to be a whole number from 1 to 100.");
  }
  return { limit, after: query.cursor ? decodeCursor(query.cursor) : undefined };
}

/** The answer; without a cursor there is no further page. */
export function pageOf<Item extends Position>({ items, more }: { items: Item[]; more: boolean }) {
  const last = items.at(-1);
  return { items, cursor: more && last ? encodeCursor(last) : undefined };
}
