import { vi } from "vitest";
import type { Session } from "../src/session.ts";

/** Somebody who is signed in. */
export const ada = (): Session => ({
  user: "ada@example.com",
  fetch: vi.fn(async () => Response.json({ items: [] })),
  authenticator: {
    open: vi.fn(async () => "on" as const),
    turnOn: vi.fn(async () => undefined),
    turnOff: vi.fn(async () => undefined),
  },
  signOut: vi.fn(async () => undefined),
});
