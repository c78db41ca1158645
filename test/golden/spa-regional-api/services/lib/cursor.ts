import * as z from "zod/mini";
import { Problem } from "./problem.ts";

/** A place in a list, newest first: the last one that the client has seen. */
const Position = z.tuple([z.iso.datetime(), z.uuid()]);

export interface Position {
  createdAt: string;
  id: string;
}

/**
 * An opaque text for clients. It needs no signature: it holds nothing but a position in a list that the client may
 * read anyway, and the query's partition key never comes from it.
 */
export function encodeCursor({ createdAt, id }: Position): string {
  return Buffer.from(JSON.stringify([createdAt, id])).toString("base64url");
}

export function decodeCursor(cursor: string): Position {
  const position = z.safeParse(Position, parse(Buffer.from(cursor, "base64url").toString()));
  if (!position.success) throw new Problem(400, "cursor is not one that this list has given.");
  const [createdAt, id] = position.data;
  return { createdAt, id };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
