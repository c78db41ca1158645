import type { Request } from "./http.ts";
import { Problem } from "./problem.ts";

/** The header by which a client says that a request is the same one again; 400 without it. */
export function idempotencyKey({ headers }: Request, thing: string): string {
  const key = headers["idempotency-key"] ?? "";
  if (key.length >= 1 && key.length <= 255) return key;
  throw new Problem(
    400,
    `Send an Idempotency-Key header of 1 to 255 characters, a new one for each new ${thing}.`,
  );
}
