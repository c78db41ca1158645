import { vi } from "vitest";
import type { Session } from "../src/session.ts";

/** Somebody who is signed in. */
export const ada = (): Session => ({
  user: "ada@example.com",
  fetch: vi.fn(async () => Response.json({ items: [] })),
  signOut: vi.fn(async () => undefined),
});
